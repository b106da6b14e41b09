#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "scenario_support.hpp"
#include "slackwater/scenario/evaluate.hpp"

/// Scans and searches over runs that are formulas of what is varied.
namespace slackwater::scenario {
namespace {

constexpr const char* kFile =
    "measure: {last: \"final(value)\", gap: \"final(value) - full.calm.last\"}\n"
    "scan:\n  curve: {vary: target_utilization, over: 0.5 .. 1 step 0.05, policy: kept, "
    "measure: last}\n"
    "  gaps: {vary: target_utilization, over: [0.6, 0.7], policy: kept, future: shock, "
    "measure: gap}\n"
    "search:\n"
    "  tip: {vary: \"start obstacle[*]\", between: 0 .. 1, policy: kept, "
    "until: \"last > 36 [item/week]\", within: 0.001}\n"
    "  step: {vary: \"start obstacle[*]\", between: 0 .. 1, method: grid, within: 0.125, "
    "until: \"last > 36 [item/week]\"}\n"
    "  none: {vary: \"start obstacle[*]\", between: 0 .. 0.5, until: \"last > 36 [item/week]\"}\n"
    "  blind: {vary: \"start obstacle[*]\", between: 0 .. 1, "
    "until: \"time_to(value, 1, down) / 0 > 1 week\"}\n";

/// What the runs are: a function of policy, future and the varied number.
Evaluate runs_of(const Scenario& scenario, double (*value)(std::size_t, std::size_t, double),
                 std::vector<Evaluation>* asked = nullptr) {
  return
      [&scenario, value, asked](
          std::span<const Evaluation> evaluations) -> base::Result<std::vector<results::RunTable>> {
        std::vector<results::RunTable> tables;
        for (const auto& evaluation : evaluations) {
          if (asked != nullptr) asked->push_back(evaluation);
          const double x = std::get<double>(evaluation.extra.at(0).value);
          auto part = scenario;
          part.policies.clear();
          part.futures.clear();
          for (const auto p : evaluation.policies) part.policies.push_back(scenario.policies[p]);
          for (const auto f : evaluation.futures) part.futures.push_back(scenario.futures[f]);
          tables.push_back(testing::table_of(
              part, {{"value", [&](std::size_t p, std::size_t f, std::size_t, double) {
                        return value(evaluation.policies[p], evaluation.futures[f], x);
                      }}}));
        }
        return tables;
      };
}

TEST(StudiesTest, AScanIsACurve) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  std::vector<Evaluation> asked;
  const auto parabola = [](std::size_t, std::size_t, double x) {
    return 10 - (x - 0.75) * (x - 0.75);
  };
  const auto scan = run_scan(scenario, scenario.scans[0], runs_of(scenario, parabola, &asked));
  ASSERT_TRUE(scan);
  ASSERT_EQ(scan->y.size(), 11u);
  EXPECT_EQ(scan->y[5], 10) << "the top is at 0.75";
  EXPECT_NEAR(scan->y[0], 10 - 0.0625, 1e-12);
  EXPECT_EQ(scan->policy, "kept");
  EXPECT_EQ(scan->measure_unit, "item/week");
  EXPECT_EQ(asked[0].policies, (std::vector<std::size_t>{1})) << "nothing else is run";
  EXPECT_EQ(asked[0].futures, (std::vector<std::size_t>{0}));
}

TEST(StudiesTest, AScanRunsWhatItsMeasureComparesWith) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  std::vector<Evaluation> asked;
  const auto plane = [](std::size_t p, std::size_t f, double x) {
    return x * (1 + static_cast<double>(p) + 10 * static_cast<double>(f));
  };
  const auto scan = run_scan(scenario, scenario.scans[1], runs_of(scenario, plane, &asked));
  ASSERT_TRUE(scan);
  EXPECT_EQ(asked[0].policies, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(asked[0].futures, (std::vector<std::size_t>{0, 1}));
  EXPECT_NEAR(scan->y[0], 0.6 * 12 - 0.6, 1e-12) << "kept in shock minus full in calm";
}

TEST(StudiesTest, BisectionClosesInOnTheThreshold) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  std::vector<Evaluation> asked;
  const auto square = [](std::size_t, std::size_t, double x) { return 100 * x * x; };
  const auto search = run_search(scenario, scenario.searches[0], runs_of(scenario, square, &asked));
  ASSERT_TRUE(search && search->found);
  // 100 x^2 > 36 beyond x = 0.6.
  EXPECT_LE(search->low, 0.6);
  EXPECT_GE(search->high, 0.6);
  EXPECT_LE(search->high - search->low, 0.001);
  EXPECT_EQ(search->runs, 12) << "two ends and ten halvings";
  EXPECT_TRUE(asked[0].extra[0].start);
}

TEST(StudiesTest, AGridFindsTheFirstChange) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  // Above 36 between 0.3 and 0.55, and again beyond 0.8: bisection would not see the island.
  const auto island = [](std::size_t, std::size_t, double x) {
    return (x > 0.3 && x < 0.55) || x > 0.8 ? 40.0 : 0.0;
  };
  const auto search = run_search(scenario, scenario.searches[1], runs_of(scenario, island));
  ASSERT_TRUE(search && search->found);
  EXPECT_EQ(search->low, 0.25);
  EXPECT_EQ(search->high, 0.375);
}

TEST(StudiesTest, ASearchSaysWhyItFoundNothing) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  const auto low = [](std::size_t, std::size_t, double) { return 1.0; };
  const auto none = run_search(scenario, scenario.searches[2], runs_of(scenario, low));
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->found);
  EXPECT_EQ(none->message, "'last > 36 [item/week]' holds nowhere from 0 to 0.5");
  const auto high = [](std::size_t, std::size_t, double) { return 99.0; };
  EXPECT_EQ(run_search(scenario, scenario.searches[2], runs_of(scenario, high))->message,
            "'last > 36 [item/week]' holds everywhere from 0 to 0.5");
  const auto blind = run_search(scenario, scenario.searches[3], runs_of(scenario, low));
  ASSERT_TRUE(blind);
  EXPECT_NE(blind->message.find("says nothing at 0"), std::string::npos) << blind->message;
}

/// The runs fail where the number is NaN.
Evaluate failing_where_nan(const Scenario& scenario,
                           double (*value)(std::size_t, std::size_t, double)) {
  return [runs = runs_of(scenario, value)](std::span<const Evaluation> evaluations) {
    auto tables = runs(evaluations);
    for (auto& table : *tables) {
      const bool fails = std::isnan(table.variables[0].values[0]);
      if (fails) {
        table.status.assign(table.run_count(), results::RunStatus::not_finite);
      }
    }
    return tables;
  };
}

TEST(StudiesTest, AFailedRunBehindTheAnswerOfAGridPlaysNoPart) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  const auto fails_late = [](std::size_t, std::size_t, double x) {
    return x > 0.7 ? std::nan("") : x > 0.3 ? 40.0 : 0.0;
  };
  const auto search =
      run_search(scenario, scenario.searches[1], failing_where_nan(scenario, fails_late));
  ASSERT_TRUE(search && search->found) << search->message;
  EXPECT_EQ(search->low, 0.25);
  EXPECT_EQ(search->high, 0.375);
  const auto fails_between = [](std::size_t, std::size_t, double x) {
    return x > 0.3 && x < 0.6 ? std::nan("") : x > 0.6 ? 40.0 : 0.0;
  };
  const auto gap =
      run_search(scenario, scenario.searches[1], failing_where_nan(scenario, fails_between));
  EXPECT_FALSE(gap->found);
  EXPECT_EQ(gap->message,
            "'last > 36 [item/week]' changes between 0.25 and 0.625, but says nothing at 0.375: "
            "the run failed");
  EXPECT_EQ(gap->low, 0.25);
  EXPECT_EQ(gap->high, 0.625);
}

TEST(StudiesTest, BisectionReportsTheBracketThatItReached) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  // The threshold is 0.6; the halvings are 0.5, 0.75, and 0.625, where the run fails.
  const auto value = [](std::size_t, std::size_t, double x) {
    return x == 0.625 ? std::nan("") : 100 * x * x;
  };
  const auto search =
      run_search(scenario, scenario.searches[0], failing_where_nan(scenario, value));
  ASSERT_TRUE(search);
  EXPECT_FALSE(search->found);
  EXPECT_EQ(search->low, 0.5);
  EXPECT_EQ(search->high, 0.75);
  EXPECT_EQ(search->message,
            "'last > 36 [item/week]' changes between 0.5 and 0.75, but says nothing at 0.625: the "
            "run failed");
}

TEST(StudiesTest, APointThatNeverGetsThereIsInfinite) {
  const auto scenario = testing::must_resolve(testing::two_by_two(
      "scan:\n  until: {vary: target_utilization, over: [0.5, 1], measure: \"time_to(value, 5, "
      "up)\"}\n  minus: {vary: target_utilization, over: [0.5, 1], measure: \"-time_to(value, 5, "
      "up)\"}\n"));
  const auto step = [](std::size_t, std::size_t, double x) { return x > 0.7 ? 6.0 : 4.0; };
  const auto until = run_scan(scenario, scenario.scans[0], runs_of(scenario, step));
  EXPECT_EQ(until->status[0], results::MetricStatus::never);
  EXPECT_EQ(until->y, (std::vector<double>{std::numeric_limits<double>::infinity(), 0}));
  EXPECT_EQ(results::extreme_point(*until, results::Extreme::highest), 0u);
  const auto minus = run_scan(scenario, scenario.scans[1], runs_of(scenario, step));
  EXPECT_EQ(results::extreme_point(*minus, results::Extreme::highest), 1u);
}

TEST(StudiesTest, AnErrorOfTheRunsEndsTheStudy) {
  const auto scenario = testing::must_resolve(testing::two_by_two(kFile));
  const Evaluate broken = [](std::span<const Evaluation>) {
    base::Diagnostics diagnostics;
    diagnostics.error("E9001", "interrupted", {});
    return base::Result<std::vector<results::RunTable>>(diagnostics);
  };
  EXPECT_FALSE(run_scan(scenario, scenario.scans[0], broken));
  EXPECT_FALSE(run_search(scenario, scenario.searches[0], broken));
}

}  // namespace
}  // namespace slackwater::scenario
