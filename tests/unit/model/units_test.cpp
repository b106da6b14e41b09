#include <gtest/gtest.h>

#include "model_text.hpp"

namespace slackwater::model::testing {
namespace {

std::string problems(const std::string& text) {
  return summary(load_text(kWeek + text).diagnostics());
}

TEST(UnitsTest, WellTypedEquationsPass) {
  EXPECT_EQ(problems("unit people\nunit person_week = people*week\nparameter team: people = "
                     "4\nparameter rate: item/person_week = 3\n"
                     "aux capacity: item/week = team * rate\naux share: 1 = capacity / (capacity + "
                     "1 [item/week])\n"
                     "aux root: item = sqrt(3 item * 4 item)\naux cube: item^3 = (2 item)^3\naux "
                     "half: item^(1/2) = (2 item)^0.5\n"),
            "");
}

TEST(UnitsTest, ZeroFitsEveryUnit) {
  EXPECT_EQ(problems("parameter x: item = 0\naux a: item = max(0, x) + 0\naux b: item = if x > 0 "
                     "then x else 0\naux c: item/week = 0\n"
                     "aux d: item = clip(x, 0, 5 item)\naux e: item = 0 * x\ncheck x >= 0\n"),
            "");
}

TEST(UnitsTest, BareNumbersTakeTheDeclaredUnitOnlyWhereTheyAreDefaults) {
  EXPECT_EQ(problems("parameter x: item = 3 range 1 .. 5\nstock s: item = 2 * 3\nlookup f(x: "
                     "item): week = (0, 1) (1, 2)\naux a: week = f(2 item)\n"),
            "");
  EXPECT_EQ(problems("parameter x: item = 3\nstock s: item = 2 * x + 1\n"),
            "E0303 cannot add 'item' and '1' in the initial value of stock 's'\n");
  EXPECT_EQ(problems("aux a: item = 3\n"), "E0304 aux 'a' is in 'item', but this is in '1'\n");
}

TEST(UnitsTest, OneWrongPlaceIsOneError) {
  EXPECT_EQ(problems("parameter x: item = 3\nparameter t: week = 3\naux a: item = 2 * (x + t) * "
                     "exp(x + t) / t\n"),
            "E0303 cannot add 'item' and 'week' in the equation of aux 'a'\nE0303 cannot add "
            "'item' and 'week' in the equation of aux 'a'\n");
  EXPECT_EQ(problems("parameter x: item = 3\naux a: week = x\naux b: week = a\naux c: 1 = a / b\n"),
            "E0304 aux 'a' is in 'week', but this is in 'item'\n");
}

TEST(UnitsTest, ConversionsMultiplyByTheFactor) {
  const auto model =
      load_text(kWeek +
                "unit quarter = 13 week\nparameter d: day = 14\nparameter q: item/quarter = 26\n"
                "aux a: week = d as week\naux b: item/week = q as [item/week]\naux c: week = 2 "
                "quarter as week\naux e: week = 3 week as week\n");
  EXPECT_EQ(equation(model, "a"), "multiply(d, " + base::format_number(1.0 / 7) + ")");
  EXPECT_EQ(equation(model, "b"), "multiply(q, " + base::format_number(1.0 / 13) + ")");
  EXPECT_EQ(equation(model, "c"), "multiply(2, 13)");
  EXPECT_EQ(equation(model, "e"), "3");
}

TEST(UnitsTest, UnitsOfDifferentScaleDiffer) {
  EXPECT_EQ(problems("parameter d: day = 14\naux a: week = d\n"),
            "E0304 aux 'a' is in 'week', but this is in 'day'\n");
  EXPECT_EQ(problems("unit dozen = 12 item\naux a: item = 1 dozen + 1 item\n"),
            "E0303 cannot add 'dozen' and 'item' in the equation of aux 'a'\n");
}

TEST(UnitsTest, UnitsMayBeDeclaredInAnyOrder) {
  EXPECT_EQ(
      problems("unit load = people*week\nunit people, person\naux a: load = 2 [person*week]\n"),
      "");
}

TEST(UnitsTest, AMissingUnitIsAWarningUnlessStrict) {
  const std::string text = kWeek + "parameter x = 3\naux a: week = 2 * x + 1 week\n";
  const auto loose = load_text(text);
  EXPECT_TRUE(loose);
  EXPECT_EQ(loose.diagnostics().warning_count(), 1);
  LowerOptions options;
  options.strict_units = true;
  EXPECT_FALSE(load_text(text, options));
}

TEST(UnitsTest, FunctionsCheckTheirArguments) {
  EXPECT_EQ(problems("parameter x: item = 3\naux a: 1 = ln(x)\n"),
            "E0305 the argument 'x' of 'ln' must be in '1', but this is in 'item'\n");
  EXPECT_EQ(problems("parameter x: item = 3\naux a: item = min(x, 3 week)\n"),
            "E0303 the arguments of 'min' have different units: 'item' and 'week' in the equation "
            "of aux 'a'\n");
  EXPECT_EQ(problems("parameter x: item = 3\naux a: item/week = safe_div(x, 3 week, 0)\naux b: "
                     "item = ramp(1 [item/week], 1 week, 2 week)\n"),
            "");
  EXPECT_EQ(problems("dimension k = a, b\nparameter x[k]: item = 3\naux p: item^2 = "
                     "prod(x[*])\naux n: 1 = count(x[i] > 1 item for i in k)\n"),
            "");
}

TEST(UnitsTest, StandardTimesAreInTheTimeUnit) {
  EXPECT_EQ(
      problems(
          "aux a: week = time - start_time + time_step + stop_time\naux b: 1 = time / 1 week\n"),
      "");
}

TEST(UnitsTest, FunctionBodiesAreCheckedOnce) {
  EXPECT_EQ(
      problems("function f(x: item): week = x\naux a: week = f(1 item)\naux b: week = f(2 item)\n"),
      "E0304 function 'f' is in 'week', but this is in 'item'\n");
}

}  // namespace
}  // namespace slackwater::model::testing
