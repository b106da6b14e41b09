#include <gtest/gtest.h>

#include <set>

#include "model_text.hpp"
#include "slackwater/language/functions.hpp"

namespace slackwater::model::testing {
namespace {

// Structures: Sterman, Business Dynamics, 2000, chapters 11 (delays, smooths) and 16 (trend,
// forecast).

TEST(MemoryTest, ADelayStartsInBalanceWithItsInitialOutflow) {
  const auto model = load_text(
      kWeek +
      "parameter x: item/week = 3\nparameter t: week = 6\naux y: item/week = delay3(x, t, 10)\n");
  EXPECT_EQ(summary(model.diagnostics()),
            "E0303 the arguments of 'delay3' have different units: 'item/week' and '1' in the "
            "equation of aux 'y'\n");
  const auto right = load_text(kWeek +
                               "parameter x: item/week = 3\nparameter t: week = 6\naux y: "
                               "item/week = delay3(x, t, 10 [item/week])\n");
  EXPECT_EQ(equation(right, "y"), "y.delay3_1.outflow_3");
  EXPECT_EQ(equation(right, "y.delay3_1.stage_2"), "multiply(10, divide(t, 3))");
  EXPECT_EQ(equation(right, "y.delay3_1.outflow_2"), "divide(y.delay3_1.stage_2, divide(t, 3))");
  ASSERT_TRUE(right);
  const auto& stage = element_of(*right, "y.delay3_1.stage_2");
  EXPECT_EQ(names(*right, stage.inflows), "y.delay3_1.outflow_1");
  EXPECT_EQ(names(*right, stage.outflows), "y.delay3_1.outflow_2");
  EXPECT_EQ(right->variables[stage.variable.index].unit, "item");
  EXPECT_TRUE(right->variables[stage.variable.index].generated);
}

TEST(MemoryTest, TheInputIsTheDefaultStart) {
  const auto model = load_text(kWeek +
                               "parameter x: item = 3\naux y: item = smooth1(2 * x, 6 week)\naux "
                               "z: item/week = delay1(x / 1 week, 6 week)\n");
  EXPECT_EQ(equation(model, "y.smooth1_1.stage_1"), "multiply(2, x)");
  EXPECT_EQ(equation(model, "y.smooth1_1.change_1"),
            "divide(subtract(multiply(2, x), y.smooth1_1.stage_1), 6)");
  EXPECT_EQ(equation(model, "z.delay1_1.stage_1"), "multiply(divide(x, 1), 6)");
}

TEST(MemoryTest, OrdersMakeAsManyStages) {
  const auto model = load_text(kWeek +
                               "parameter x: item = 3\naux y: item = smoothn(x, 6 week, 4, 0)\naux "
                               "z: item/week = delayn(x / 1 week, 6 week, 2)\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(equation(model, "y"), "y.smoothn_1.stage_4");
  EXPECT_EQ(equation(model, "y.smoothn_1.change_4"),
            "divide(subtract(y.smoothn_1.stage_3, y.smoothn_1.stage_4), divide(6, 4))");
  EXPECT_EQ(equation(model, "z"), "z.delayn_1.outflow_2");
  EXPECT_EQ(model->stocks.size(), 6u);
}

TEST(MemoryTest, TrendAndForecastShareTheAverage) {
  const auto model = load_text(kWeek +
                               "parameter x: item = 3\naux y: 1/week = trend(x, 6 week, 0.1 "
                               "[1/week])\naux z: item = forecast(x, 6 week, 2 week)\n");
  EXPECT_EQ(equation(model, "y"),
            "divide(subtract(y.trend_1.input, y.trend_1.average), multiply(y.trend_1.average, 6))");
  EXPECT_EQ(equation(model, "y.trend_1.average"),
            "divide(y.trend_1.input, add(1, multiply(0.1, 6)))");
  EXPECT_EQ(equation(model, "z"),
            "multiply(z.forecast_1.input, add(1, multiply(divide(subtract(z.forecast_1.input, "
            "z.forecast_1.average), "
            "multiply(z.forecast_1.average, 6)), 2)))");
}

TEST(MemoryTest, ValuesOfEarlierStepsAreHeld) {
  const auto model =
      load_text(kWeek +
                "parameter x: item = 3\naux y: item = previous(x, 1 item)\naux z: item = "
                "sample_if(x, time > 2 week, 0)\n"
                "aux v: item = delay_fixed(x, 3 week, 5 item)\naux w: item = initial(x)\n");
  EXPECT_EQ(equation(model, "y"), "held:y.previous_1");
  EXPECT_EQ(equation(model, "z"), "select(greater(time, 2), x, held:z.sample_if_1)");
  EXPECT_EQ(equation(model, "v"), "pipeline:v.delay_fixed_1");
  EXPECT_EQ(equation(model, "w"), "initial(x)");
  ASSERT_TRUE(model);
  EXPECT_EQ(show(*model, model->held[0].update), "x");
  EXPECT_EQ(show(*model, model->held[0].initial), "1");
  EXPECT_EQ(show(*model, model->held[1].update), "select(greater(time, 2), x, held:z.sample_if_1)");
  EXPECT_EQ(show(*model, model->pipelines[0].delay), "3");
  EXPECT_EQ(show(*model, model->pipelines[0].initial), "5");
}

TEST(MemoryTest, HeldValuesBreakLoops) {
  const auto model =
      load_text(kWeek + "aux x: item = 1 item + previous(y, 0)\naux y: item = 0.5 * x\n");
  EXPECT_TRUE(model) << summary(model.diagnostics());
}

TEST(MemoryTest, IntegrateIsAnUnnamedStock) {
  const auto model = load_text(
      kWeek + "parameter f: item/week = 3\naux y: item = 1 item + integrate(f, 2 item)\n");
  EXPECT_EQ(equation(model, "y"), "add(1, y.integrate_1)");
  EXPECT_EQ(equation(model, "y.integrate_1"), "2");
  EXPECT_EQ(equation(model, "y.integrate_1.rate"), "f");
}

TEST(MemoryTest, GeneratedStocksOfArraysAreArrays) {
  const auto model = load_text(kWeek +
                               "dimension kind = a, b\nparameter x[kind]: item = 3\naux y[kind]: "
                               "item = smooth1(x[kind], 6 week)\n"
                               "aux z: item = sum(smooth1(x[k], 6 week) for k in kind)\n");
  EXPECT_EQ(equation(model, "y[b]"), "y.smooth1_1.stage_1[b]");
  EXPECT_EQ(equation(model, "z"), "add(z.smooth1_1.stage_1[a], z.smooth1_1.stage_1[b])");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->variables[model->find_variable("y.smooth1_1.stage_1")->index].dimensions,
            std::vector<std::size_t>{0});
}

TEST(MemoryTest, WhereSomeElementsAreOverriddenEachHasItsOwnStocks) {
  const auto model = load_text(kWeek +
                               "dimension kind = a, b, c\nparameter x[kind]: item = 3\naux "
                               "y[kind]: item = smooth1(x[kind], 6 week)\naux y[c]: item = x[c]\n");
  EXPECT_EQ(equation(model, "y[b]"), "y.b.smooth1_1.stage_1");
  EXPECT_EQ(equation(model, "y[c]"), "x[c]");
  ASSERT_TRUE(model);
  for (const auto& element : model->elements) EXPECT_TRUE(element.equation.valid()) << element.name;
}

TEST(MemoryTest, NumbersTheCallsOfAnEquation) {
  const auto model = load_text(kWeek +
                               "parameter x: item = 3\naux y: item = smooth1(x, 1 week) + "
                               "smooth1(x, 2 week) + delay1(x, 1 week)\n");
  EXPECT_EQ(equation(model, "y"),
            "add(add(y.smooth1_1.stage_1, y.smooth1_2.stage_1), y.delay1_1.outflow_1)");
}

TEST(MemoryTest, EveryDrawHasItsOwnStream) {
  const auto model =
      load_text(kWeek +
                "dimension kind = a, b\naux x[kind]: 1 = uniform(0, 1) + uniform(0, 1)\n"
                "aux y: 1 = sum(normal(0, 1) * w[k] for k in kind)\nparameter w[kind]: 1 = 1\naux "
                "z: 1 = pink_noise(0, 1, 3 week)\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  std::set<std::uint64_t> streams;
  for (const auto& stream : model->random_streams) streams.insert(stream.stream);
  EXPECT_EQ(model->random_streams.size(), 8u);  // 2 x 2, 2, and two of the pink noise
  EXPECT_EQ(streams.size(), 8u);
}

TEST(MemoryTest, AddingAVariableChangesNoStream) {
  const auto one = load_text(kWeek + "aux x: 1 = uniform(0, 1)\n");
  const auto two = load_text(kWeek + "aux a: 1 = uniform(0, 1)\naux x: 1 = uniform(0, 1)\n");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->random_streams[0].stream, two->random_streams[1].stream);
}

TEST(MemoryTest, AFunctionsArgumentDrawsOnce) {
  const auto model =
      load_text(kWeek + "function square(x: 1): 1 = x * x\naux y: 1 = square(normal(0, 1))\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(model->random_streams.size(), 1u);
}

// What the reference page says about the parts of a function.
std::set<std::string> parts_said(const language::FunctionInfo& info, int order) {
  std::set<std::string> out;
  const std::string text(info.parts);
  for (auto at = text.find('`'); at != std::string::npos;) {
    const auto end = text.find('`', at + 1);
    const auto word = text.substr(at + 1, end - at - 1);
    at = text.find('`', end + 1);
    const bool numbered = word.size() > 2 && word.substr(word.size() - 2) == "_k";
    for (int k = 1; k <= (numbered ? order : 1); ++k)
      out.insert(numbered ? word.substr(0, word.size() - 1) + std::to_string(k) : word);
  }
  return out;
}

TEST(MemoryTest, PartsAreNamedOnTheReferencePageAndDocumented) {
  const std::pair<std::string, int> calls[] = {{"delay1(r, 4 week)", 1},
                                               {"delay3(r, 4 week)", 3},
                                               {"delayn(r, 4 week, 5)", 5},
                                               {"smooth1(r, 4 week)", 1},
                                               {"smooth3(r, 4 week)", 3},
                                               {"smoothn(r, 4 week, 5)", 5},
                                               {"trend(r, 4 week)", 1},
                                               {"forecast(r, 4 week, 1 week)", 1},
                                               {"integrate(r, 0)", 1},
                                               {"previous(r, 0)", 1},
                                               {"initial(r)", 1}};
  for (const auto& [call, order] : calls) {
    const auto name = call.substr(0, call.find('('));
    SCOPED_TRACE(call);
    const auto model = load_text(kWeek + "parameter r: item/week = 3\naux y = " + call + "\n");
    ASSERT_TRUE(model) << summary(model.diagnostics());
    std::set<std::string> parts;
    for (const auto& variable : model->variables) {
      if (!variable.generated) continue;
      const auto base = "y." + name + "_1";
      ASSERT_EQ(variable.name.substr(0, base.size()), base);
      const auto part = variable.name.substr(std::min(variable.name.size(), base.size() + 1));
      EXPECT_EQ(variable.documentation,
                (part.empty() ? "the total of " : part + " of ") + call + " in 'y'");
      EXPECT_EQ(variable.place.source->position(variable.place.span.begin).line, 4);
      if (!part.empty()) parts.insert(part);
    }
    EXPECT_EQ(parts, parts_said(*language::find_function(name), order));
  }
}

}  // namespace
}  // namespace slackwater::model::testing
