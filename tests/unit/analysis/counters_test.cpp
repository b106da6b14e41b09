#include "slackwater/analysis/counters.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "slackwater/model/lower.hpp"

namespace slackwater::analysis {
namespace {

std::vector<std::string> counters_of(std::string_view stocks) {
  const std::string text =
      "model \"m\"\ntime week from 0 to 10 step 1 save 1\n" + std::string(stocks);
  const auto model =
      model::load(std::make_shared<const base::SourceText>("m.sd", text), model::LowerOptions());
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  std::vector<std::string> names;
  if (!model) return names;
  // Parameters have their defaults, stocks are positive; of nothing else a value is known.
  std::vector<double> values(model->elements.size(), std::nan(""));
  for (const auto id : model->parameters) {
    values[id.index] = model->expressions[model->elements[id.index].equation].number;
  }
  for (const auto id : model->stocks) values[id.index] = 1;
  for (const auto i : counters(*model, values))
    names.push_back(model->elements[model->stocks[i].index].name);
  return names;
}

using Names = std::vector<std::string>;

// The capacity hides the backlog from the rates at most states; the equations read it all the same.
TEST(CountersTest, LooksAtEquationsAndNotAtSlopes) {
  EXPECT_EQ(counters_of("stock backlog: 1 = 400\n    inflow demand\n    outflow done\n"
                        "flow demand: 1/week = 10 [1/week]\n"
                        "flow done: 1/week = min(20 [1/week], backlog / (4 week))\n"),
            Names());
}

TEST(CountersTest, CountsWhatOnlyCountersRead) {
  EXPECT_EQ(counters_of("stock speed: 1/week = 0\n    inflow push\n"
                        "stock way: 1 = 0\n    inflow moved\n"
                        "flow push: 1/week^2 = 1 [1/week^2]\n"
                        "flow moved: 1/week = speed\n"),
            (Names{"speed", "way"}));
}

TEST(CountersTest, FollowsAuxiliariesAndForgetsIndicators) {
  EXPECT_EQ(counters_of("stock level: 1 = 1\n    outflow leak\n"
                        "stock fluid: 1 = 0\n    inflow leak\n"
                        "stock total: 1 = 0\n    inflow counted\n"
                        "aux pressure: 1 = level + fluid\n"
                        "flow leak: 1/week = pressure / (5 week)\n"
                        "flow counted: 1/week = pressure / (1 week)\n"
                        "indicator shown: 1 = total better up\n"),
            Names{"total"});
}

// initial(...) is about the start: it does not act while the model runs.
TEST(CountersTest, LeavesInitialValuesOut) {
  EXPECT_EQ(counters_of("stock total: 1 = 3\n    inflow counted\n"
                        "flow counted: 1/week = initial(total) / (1 week)\n"),
            Names{"total"});
}

// What is switched off reads nothing: no incident re-opens finished work, however much there is.
TEST(CountersTest, ForgetsWhatParametersSwitchOff) {
  const std::string text =
      "parameter incident: 1/week = 0\nparameter on: 1 = 0\n"
      "stock finished: 1 = 2000\n    inflow made\n    outflow reopened\n"
      "stock value: 1 = 1\n    inflow gained\n"
      "flow made: 1/week = 30 [1/week]\n"
      "flow reopened: 1/week = min(incident, finished / (4 week))\n"
      "flow gained: 1/week = (on * value + (if on > 0 then value else 3)) / (1 week)\n";
  EXPECT_EQ(counters_of(text), (Names{"finished", "value"}));
  auto with_incident = text;
  with_incident.replace(with_incident.find("= 0"), 3, "= 5");
  EXPECT_EQ(counters_of(with_incident), Names{"value"});
}

}  // namespace
}  // namespace slackwater::analysis
