#include <gtest/gtest.h>

#include <functional>

#include "model_text.hpp"

/// Texts that are legal and long: nothing recurses as deep as a text is long, and nothing takes the
/// square of its length. Each would end in a crash or take minutes otherwise.
namespace slackwater::model::testing {
namespace {

std::string many(int count, const std::function<std::string(int)>& line) {
  std::string out;
  for (int i = 0; i < count; ++i) out += line(i);
  return out;
}

std::string n(int i) { return std::to_string(i); }

TEST(LargeTextsTest, UnitsMadeOfUnits) {
  constexpr int kCount = 100'000;
  const auto model = load_text(
      kWeek + many(kCount, [](int i) { return "unit u" + n(i) + " = u" + n(i + 1) + "\n"; }) +
      "unit u" + n(kCount) + "\nparameter a: u0 = 1\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_TRUE(units::same(*model->units->find("u0"), *model->units->find("u" + n(kCount))));
}

TEST(LargeTextsTest, DimensionsMadeOfDimensions) {
  constexpr int kCount = 100'000;
  const auto model = load_text(
      kWeek + many(kCount, [](int i) { return "dimension d" + n(i) + " = d" + n(i + 1) + "\n"; }) +
      "dimension d" + n(kCount) + " = a, b\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(model->dimensions.front().elements, (std::vector<std::string>{"a", "b"}));
}

std::string chain_of_functions(int count) {
  return many(
             count,
             [](int i) { return "function f" + n(i) + "(x: 1): 1 = f" + n(i + 1) + "(x) + 1\n"; }) +
         "function f" + n(count) + "(x: 1): 1 = x\n";
}

TEST(LargeTextsTest, FunctionsThatCallFunctions) {
  EXPECT_EQ(summary(load_text(kWeek + chain_of_functions(100'000)).diagnostics()), "");
  EXPECT_EQ(
      summary(load_text(kWeek + chain_of_functions(900) + "aux a: 1 = f0(1)\n").diagnostics()), "");
  EXPECT_EQ(
      summary(load_text(kWeek + chain_of_functions(100'000) + "aux a: 1 = f0(1)\n").diagnostics()),
      "E0412 functions that call functions make this formula more than 2000 operations deep\n");
}

TEST(LargeTextsTest, AnArgumentOfAnArgument) {
  // Each call copies a tree that is 900 higher than the one inside it.
  const auto model = load_text(
      kWeek + "function f(x: 1): 1 = x" + many(900, [](int) { return std::string(" + 1"); }) +
      " + x\naux a: 1 = " + many(10, [](int) { return std::string("f("); }) + "1" +
      std::string(10, ')') + "\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  // g(0) = 1 operand, g(k) = 2 g(k - 1) + 900 ones, and one operator less than operands.
  EXPECT_EQ(model->expressions.size(), 2u * (1024u + 900u * 1023u) - 1u);
}

TEST(LargeTextsTest, AChainOfEquationsBehindASwitch) {
  constexpr int kCount = 100'000;
  const auto text = [](const std::string& first) {
    return "time week from 0 to 4 step 1 method dopri5\n" + first +
           many(kCount,
                [](int i) {
                  return "aux x" + n(kCount - i) + ": week = x" + n(kCount - i - 1) + "\n";
                }) +
           "aux y: 1 = step(1, x" + n(kCount) + ")\n";
  };
  EXPECT_EQ(summary(load_text(text("parameter x0: week = 1\n")).diagnostics()), "");
  EXPECT_EQ(summary(load_text(text("aux x0: week = time\n")).diagnostics()).substr(0, 5), "E0607");
}

TEST(LargeTextsTest, TablesOverALargeDimension) {
  constexpr int kCount = 30'000;
  const auto list = [](int from, int to, const std::string& behind) {
    return many(to - from, [&](int i) { return (i > 0 ? ", e" : "e") + n(from + i) + behind; });
  };
  const auto model = load_text(
      kWeek + "dimension d = " + list(0, kCount, "") + "\n" +
      many(kCount / 100,
           [&](int i) {
             return "dimension s" + n(i) + " = " + list(100 * i, 100 * i + 100, "") + "\n";
           }) +
      "parameter p[d]: 1 = {" + list(0, kCount, ": 1") + "}\nparameter q[d]: 1 = {" +
      many(kCount / 100, [](int i) { return (i > 0 ? ", s" : "s") + n(i) + ": " + n(i); }) +
      ", e7: -1}\naux x[d]: 1 = p[d] + q[d]\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(equation(model, "p[e29999]"), "1");
  EXPECT_EQ(equation(model, "q[e6]"), "0");
  EXPECT_EQ(equation(model, "q[e7]"), "-1");
  EXPECT_EQ(equation(model, "q[e29999]"), "299");
}

}  // namespace
}  // namespace slackwater::model::testing
