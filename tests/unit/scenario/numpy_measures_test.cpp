#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

#include "scenario_support.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/scenario/evaluate.hpp"

/// The measure language against numpy_measures.py, which computes the same numbers without the
/// engine.
namespace slackwater::scenario {
namespace {

double lead_time(std::size_t policy, std::size_t future, std::size_t, double t) {
  const double base = 5 + (policy == 0 ? 0.01 : -0.004) * t;
  if (future == 0) return base;
  const double after = std::max(t - 52, 0.0);
  const double fade = policy == 0 ? 18 : 9;
  return base + 6 * (after / 6) * std::exp(1 - after / fade) * (1 + 0.3 * std::cos(after / 3));
}

double value(std::size_t policy, std::size_t future, std::size_t, double t) {
  const double level =
      policy == 0 ? 40 - 12 * std::tanh(t / 90) : 36 + 9 * std::tanh((t - 30) / 60);
  return level - (future == 1 && t >= 52 ? 5 * std::exp(-(t - 52) / 20) : 0);
}

double disruption(std::size_t policy, std::size_t future, std::size_t, double t) {
  return std::sin(t / (7 + static_cast<double>(policy))) + 0.1 * static_cast<double>(future);
}

constexpr const char* kMeasures = R"yaml(measure:
  late: "mean(value, 208 .. 260 week)"
  late_ratio: "mean(value, 208 .. 260 week) / mean(full.value, 208 .. 260 week)"
  worst: "highest(lead_time)"
  when_worst: "time_of_highest(lead_time)"
  least_ratio: "lowest(value / calm.value, 52 .. 70 week)"
  suffered: "area(lead_time - calm.lead_time, 52 .. 260 week)"
  yield: "mean(value * lead_time, 104 .. 155 week) / mean(lead_time, 104 .. 155 week)"
  recovery: "recovery_time(lead_time, after = 52 week, against = future calm, within = 15 % of peak,
             hold = 4 week, peak_within = 30 week, side = up)"
  break_even: "break_even(value, against = policy full)"
  dip: "worst_dip(value, against = full)"
  when_dip: "time_of_worst_dip(value, against = full)"
  crossings: "crossings(disruption, 0.25, up)"
  until_low: "time_to(value, 33 [item/week], down)"
)yaml";

struct Expected {
  std::string name;
  std::size_t policy = 0;
  std::size_t future = 0;
  double number = 0;
};

std::vector<Expected> expected_numbers() {
  std::istringstream in(
      testing::read_file(testing::repository_file("tests/unit/scenario/numpy_measures.csv")));
  std::vector<Expected> rows;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    rows.push_back({cells[0], std::stoul(cells[1]), std::stoul(cells[2]),
                    base::parse_number(cells[3], true).value()});
  }
  return rows;
}

TEST(NumpyMeasuresTest, EveryMeasureAgrees) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kMeasures));
  const auto table = testing::table_of(
      scenario, {{"lead_time", lead_time}, {"value", value}, {"disruption", disruption}});
  const auto metrics = evaluate_measures(scenario, {&table, nullptr});
  const auto rows = expected_numbers();
  ASSERT_EQ(rows.size(), 4 * scenario.measures.size());
  for (const auto& row : rows) {
    const auto& metric = metrics[scenario.find_measure(row.name).value()];
    const auto run = table.run_index(row.policy, row.future, 0);
    const auto where = row.name + " of policy " + std::to_string(row.policy) + ", future " +
                       std::to_string(row.future);
    if (std::isnan(row.number)) {
      EXPECT_NE(metric.status[run], results::MetricStatus::reached) << where;
      EXPECT_TRUE(std::isnan(metric.values[run])) << where;
    } else {
      EXPECT_EQ(metric.status[run], results::MetricStatus::reached) << where;
      EXPECT_NEAR(metric.values[run], row.number, 1e-11 * std::max(1.0, std::abs(row.number)))
          << where;
    }
  }
}

}  // namespace
}  // namespace slackwater::scenario
