#include <gtest/gtest.h>

#include <limits>

#include "model_text.hpp"

namespace slackwater::model::testing {
namespace {

const std::string kText =
    kWeek +
    "dimension kind = a, b\ndimension level = low, high\n"
    "lever load: 1 = 0.8 range 0.5 .. 1\nparameter focus[kind, level]: 1 = 0.25\n"
    "stock backlog: item = 10\nstock debt[kind, level]: item = 3\naux x: 1 = load\n";

Override override_of(std::string target,
                     std::variant<double, Override::Profile, Override::Rule> value,
                     bool start = false) {
  Override out;
  out.target = std::move(target);
  out.value = std::move(value);
  out.start = start;
  return out;
}

Override rule_of(std::string target, const std::string& text) {
  const auto source = source_of(text, "scenario.yaml");
  return override_of(std::move(target),
                     Override::Rule{source, {0, static_cast<std::uint32_t>(text.size())}});
}

base::Result<Model> load_with(std::vector<Override> overrides) {
  LowerOptions options;
  options.overrides = std::move(overrides);
  return load_text(kText, options);
}

TEST(OverridesTest, ANumberReplacesTheDefault) {
  const auto model = load_with({override_of("load", 0.9), override_of("focus[a, *]", 0.5),
                                override_of("focus[*, high]", 0.1)});
  EXPECT_EQ(equation(model, "load"), "0.9");
  EXPECT_EQ(equation(model, "focus[a,low]"), "0.5");
  EXPECT_EQ(equation(model, "focus[a,high]"), "0.1");
  EXPECT_EQ(equation(model, "focus[b,low]"), "0.25");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->variable_of(*model->find_element("load")).kind, VariableKind::lever);
}

TEST(OverridesTest, AValueWithoutATextStandsAtTheDeclaration) {
  const auto model =
      load_with({override_of("load", Override::Profile{{{0, 0.6}, {5, 0.7}}, false})});
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto& load = element_of(*model, "load");
  ASSERT_TRUE(load.source);
  EXPECT_EQ(load.source->slice(model->expressions[load.equation].span), "load");
}

TEST(OverridesTest, AProfileMakesTheLeverAnAuxiliary) {
  const auto model =
      load_with({override_of("load", Override::Profile{{{0, 0.6}, {60, 0.7}, {90, 0.8}}, false})});
  EXPECT_EQ(equation(model, "load"), "select(after(60), select(after(90), 0.8, 0.7), 0.6)");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->variable_of(*model->find_element("load")).kind, VariableKind::auxiliary);
  EXPECT_EQ(names(*model, model->evaluation_order), "load x");
}

TEST(OverridesTest, ARampIsStraightBetweenItsPoints) {
  const auto model =
      load_with({override_of("load", Override::Profile{{{10, 0.5}, {20, 1}, {40, 0.5}}, true})});
  EXPECT_EQ(equation(model, "load"),
            "select(greater_equal(time, 20), select(greater_equal(time, 40), 0.5, add(1, "
            "multiply(-0.025, ramp_time(20, 40)))), add(0.5, multiply(0.05, ramp_time(10, 20))))");
}

TEST(OverridesTest, ARuleIsAnEquationOfTheModel) {
  const auto model = load_with(
      {rule_of("load", "clip(0.95 - 0.01 * smooth1(backlog / 1 item, 4 week), 0.6, 0.95)")});
  EXPECT_EQ(equation(model, "load"),
            "minimum(maximum(subtract(0.95, multiply(0.01, load.smooth1_1.stage_1)), 0.6), 0.95)");
  ASSERT_TRUE(model);
  EXPECT_EQ(element_of(*model, "load").source->name(), "scenario.yaml");
}

TEST(OverridesTest, ARuleMayRunOverElements) {
  const auto model = load_with({rule_of("focus[*, high]", "debt[kind, high] / 10 item")});
  EXPECT_EQ(equation(model, "focus[b,high]"), "divide(debt[b,high], 10)");
  EXPECT_EQ(equation(model, "focus[b,low]"), "0.25");
}

TEST(OverridesTest, ARuleThatNeedsItselfIsALoop) {
  const auto model = load_with({rule_of("load", "x")});
  EXPECT_EQ(summary(model.diagnostics()), "E0501 algebraic loop: load -> x -> load\n");
  EXPECT_EQ(model.diagnostics().entries()[0].notes[0].place.source->name(), "scenario.yaml");
}

TEST(OverridesTest, StartSetsInitialValues) {
  const auto model =
      load_with({override_of("debt[*, low]", 7.0, true), override_of("backlog", 5.0, true)});
  EXPECT_EQ(equation(model, "debt[a,low]"), "7");
  EXPECT_EQ(equation(model, "debt[a,high]"), "3");
  EXPECT_EQ(equation(model, "backlog"), "5");
}

TEST(OverridesTest, ErrorsNameTheTarget) {
  EXPECT_EQ(summary(load_with({override_of("laod", 0.9)}).diagnostics()),
            "E0802 the model has no lever or parameter 'laod'\n");
  EXPECT_EQ(summary(load_with({override_of("load", 1.9)}).diagnostics()),
            "E0801 the value 1.9 of lever 'load' is outside its range 0.5 .. 1\n");
  EXPECT_EQ(summary(load_with({override_of("focus[a]", 1.0)}).diagnostics()),
            "E0402 'focus' has 2 subscripts, 1 given\n");
  EXPECT_EQ(summary(load_with({override_of("focus[a, middle]", 1.0)}).diagnostics()),
            "E0403 'middle' is no element of 'level'; its elements are low, high\n");
  EXPECT_EQ(
      summary(
          load_with({override_of("load", std::numeric_limits<double>::infinity())}).diagnostics()),
      "E0807 the value of 'load' is no finite number\n");
  EXPECT_EQ(summary(load_with({override_of("backlog", Override::Profile{{{0, 1}}, false}, true)})
                        .diagnostics()),
            "E0804 a start value of stock 'backlog' cannot change over time\n");
}

TEST(OverridesTest, TimeSettingsMayBeReplaced) {
  LowerOptions options;
  options.stop = 20;
  options.step = 0.25;
  options.method = Method::euler;
  const auto model = load_text(kText, options);
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(model->time.stop, 20);
  EXPECT_EQ(model->time.step, 0.25);
  EXPECT_EQ(model->time.save, 0.25);
  EXPECT_EQ(model->time.method, Method::euler);
  options.step = 0.3;
  EXPECT_EQ(summary(load_text(kText, options).diagnostics()),
            "E0603 from 0 to 20 are 66.6666666667 time steps, which is no whole number\n");
}

TEST(OverridesTest, AnAdaptiveMethodIsCheckedWhenItIsChosen) {
  LowerOptions options;
  options.method = Method::dopri5;
  EXPECT_TRUE(load_text(kText, options));
  EXPECT_EQ(
      load_text(kText + "aux y: 1 = previous(load, 0)\n", options).diagnostics().entries()[0].code,
      "E0606");
  EXPECT_EQ(load_text(kText + "aux y: 1 = step(1, backlog * 1 [week/item])\n", options)
                .diagnostics()
                .entries()[0]
                .code,
            "E0607");
  EXPECT_TRUE(load_text(kText + "aux y: 1 = step(1, 2 week * initial(load) + 1 week)\n", options));
}

class ConstantValueTest : public ::testing::Test {
 protected:
  std::string read(const std::string& text, std::string_view unit) {
    const auto source = source_of(text, "--set");
    const auto value =
        constant_value(source, {0, static_cast<std::uint32_t>(text.size())}, *model_, unit);
    return value ? base::format_number(*value) : summary(value.diagnostics());
  }
  base::Result<Model> model_ = load_text(kText + "unit quarter = 13 week\n");
};

TEST_F(ConstantValueTest, ReadsNumbersInTheirUnit) {
  EXPECT_EQ(read("13 week", "week"), "13");
  EXPECT_EQ(read("13", "week"), "13");
  EXPECT_EQ(read("5 %", "1"), "0.05");
  EXPECT_EQ(read("-2.5e-3", "1"), "-0.0025");
  EXPECT_EQ(read("2 quarter as week", "week"), "26");
  EXPECT_EQ(read("1 / 16", "week"), "0.0625");
  EXPECT_EQ(read("max(2, 3)", "1"), "3");
}

TEST_F(ConstantValueTest, RefusesWhatIsNoConstant) {
  EXPECT_EQ(read("13 day", "week"), "E0304 the value is in 'week', but this is in 'day'\n");
  EXPECT_EQ(read("load", "1"), "E0204 unknown name 'load' in a value\n");
  EXPECT_EQ(read("time", "week"), "E0805 'time' is no number, but a value must be one\n");
  EXPECT_EQ(read("1 / 0", "1"), "E0807 division by zero in a value\n");
  EXPECT_NE(read("", "1").find("E01"), std::string::npos);
}

TEST(OverridesTest, ARuleIsHeldToTheRangeWhileTheModelRuns) {
  const auto ruled = load_with({rule_of("load", "0.5 + time / (100 week)")});
  ASSERT_TRUE(ruled) << base::render(ruled.diagnostics());
  ASSERT_EQ(ruled->checks.size(), 1u);
  EXPECT_EQ(ruled->checks[0].failure, "the rule takes 'load' out of its range 0.5 .. 1");
  EXPECT_EQ(ruled->checks[0].place.source->name(), "scenario.yaml");
  EXPECT_TRUE(load_with({rule_of("focus", "0.25")})->checks.empty()) << "it has no range";
  EXPECT_TRUE(load_with({rule_of("load", "0.25"), override_of("load", 0.6)})->checks.empty())
      << "the number comes later";
}

TEST(OverridesTest, DrawsOfTheModelKeepToTheRange) {
  const auto wrong = load_text(kWeek + "parameter p: 1 = 0.5 range 0 .. 1 ~ uniform(0.2, 1.2)\n");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.diagnostics().entries()[0].code, "E0801");
  EXPECT_TRUE(load_text(kWeek + "parameter p: 1 = 0.5 range 0 .. 1 ~ normal(0.5, 0.5)\n"));
}

}  // namespace
}  // namespace slackwater::model::testing
