#include <gtest/gtest.h>

#include <cmath>

#include "scenario_support.hpp"
#include "slackwater/scenario/evaluate.hpp"

/// Measures of series with closed forms: lines, triangles, exponentials, sinusoids.
namespace slackwater::scenario {
namespace {

using results::MetricStatus;
using testing::Formula;

constexpr double kPi = 3.14159265358979323846;

struct Result {
  double value = 0;
  MetricStatus status = MetricStatus::not_applicable;
  std::string unit;
};

/// One measure over `backlog` in the run (policy, future) of two by two, saved every `spacing`
/// weeks.
Result measured(const std::string& formula, const Formula& backlog, std::size_t policy = 0,
                std::size_t future = 0, double spacing = 1) {
  const auto scenario =
      testing::must_resolve(testing::two_by_two("measure: {m: \"" + formula + "\"}\n"));
  const auto table = testing::table_of(scenario, {{"backlog", backlog}}, 1, spacing);
  const auto metric = evaluate_measures(scenario, {&table, nullptr}).at(0);
  const auto run = table.run_index(policy, future, 0);
  return {metric.values[run], metric.status[run], metric.unit};
}

/// The same formula for every run.
Formula over_time(double (*formula)(double)) {
  return [formula](std::size_t, std::size_t, std::size_t, double t) { return formula(t); };
}

const Formula kLine = over_time([](double t) { return 2 * t - 50; });
const Formula kWave = over_time([](double t) { return 10 + 3 * std::sin(2 * kPi * t / 52); });
const Formula kDecay = over_time([](double t) { return 400 * std::exp(-t / 20); });
/// Rises from 0 to 60 at week 30 and falls back to 0 at week 90.
const Formula kTriangle =
    over_time([](double t) { return t <= 30 ? 2 * t : std::max(0.0, 90 - t); });

TEST(MeasureTest, AtLooksAtTheStraightLineBetweenPoints) {
  EXPECT_EQ(measured("at(backlog, 52 week)", kLine).value, 54);
  EXPECT_NEAR(measured("at(backlog, 52.25 week)", kLine).value, 54.5, 1e-12);
  EXPECT_EQ(measured("initial(backlog)", kLine).value, -50);
  EXPECT_EQ(measured("final(backlog)", kLine).value, 470);
  EXPECT_EQ(measured("at(backlog, 52)", kLine).unit, "item");
}

TEST(MeasureTest, TheMeanIsThatOfThePointsIncludingBothEnds) {
  // Weeks 10 .. 20 are eleven points; their mean is the value at week 15.
  EXPECT_NEAR(measured("mean(backlog, 10 .. 20 week)", kLine).value, -20, 1e-12);
  // Points lie on weeks: 9.5 .. 20.4 holds the same eleven.
  EXPECT_NEAR(measured("mean(backlog, 9.5 .. 20.4 week)", kLine).value, -20, 1e-12);
  EXPECT_NEAR(measured("mean(backlog, 52 .. 103 week)", kWave).value, 10, 1e-12) << "one period";
}

TEST(MeasureTest, HighestAndLowestKnowTheirTimes) {
  EXPECT_EQ(measured("highest(backlog)", kTriangle).value, 60);
  EXPECT_EQ(measured("time_of_highest(backlog)", kTriangle).value, 30);
  EXPECT_EQ(measured("highest(backlog, 40 .. 50 week)", kTriangle).value, 50);
  EXPECT_EQ(measured("time_of_lowest(backlog, 20 .. 89 week)", kTriangle).value, 89);
  EXPECT_EQ(measured("time_of_lowest(backlog)", kTriangle).value, 0) << "the first of several";
  EXPECT_EQ(measured("time_of_highest(backlog)", kTriangle).unit, "week");
}

TEST(MeasureTest, TheIntegralIsExactForStraightLines) {
  // A triangle of base 90 weeks and height 60 items.
  const auto whole = measured("integral(backlog, 0 .. 260 week)", kTriangle);
  EXPECT_NEAR(whole.value, 2700, 1e-9);
  EXPECT_EQ(whole.unit, "item*week");
  // From 0.5 to 1.5 weeks: t^2 between the limits.
  EXPECT_NEAR(measured("integral(backlog, 0.5 .. 1.5 week)", kTriangle).value, 2, 1e-12);
  // The trapezoid rule over whole periods of a sinusoid is exact for its mean.
  EXPECT_NEAR(measured("area(backlog, 0 .. 260 week)", kWave).value, 2600, 1e-9);
}

// Closed forms of a level c: c (1 - exp(-r T)) / r, and of c t: c (1 - (1 + r T) exp(-r T)) / r^2.
TEST(MeasureTest, DiscountingIsExactForStraightLines) {
  const auto level = over_time([](double) { return 10.0; });
  const auto ramp = over_time([](double t) { return 2 * t; });
  for (const double spacing : {1.0, 13.0, 260.0}) {  // both branches of the pieces' closed form
    EXPECT_NEAR(measured("discounted(backlog, 0.05)", level, 0, 0, spacing).value,
                10 * (1 - std::exp(-0.05 * 260)) / 0.05, 1e-10);
    EXPECT_NEAR(measured("discounted(backlog, 0.05)", ramp, 0, 0, spacing).value,
                2 * (1 - (1 + 13) * std::exp(-13.0)) / 0.0025, 1e-9);
    EXPECT_NEAR(measured("discounted(backlog, -0.001)", level, 0, 0, spacing).value,
                10 * (std::exp(0.26) - 1) / 0.001, 1e-8);
  }
  EXPECT_EQ(measured("discounted(backlog, 0.05)", level).unit, "item*week");
  EXPECT_NEAR(measured("discounted(backlog, 0)", kTriangle).value, 2700, 1e-9);
}

TEST(MeasureTest, DiscountingHasOneOriginForAllWindows) {
  const auto whole = measured("discounted(backlog, 0.01)", kWave).value;
  const auto first = measured("discounted(backlog, 0.01, 0 .. 100.5 week)", kWave).value;
  const auto rest = measured("discounted(backlog, 0.01, 100.5 .. 260 week)", kWave).value;
  EXPECT_NEAR(first + rest, whole, 1e-9);
  EXPECT_NEAR(measured("discounted(backlog, 0.01, as_of = 52 week)", kWave).value,
              std::exp(0.52) * whole, 1e-8);
  EXPECT_EQ(measured("discounted(backlog, 1 % / (1 week))", kWave).value, whole);
  EXPECT_NEAR(measured("discounted(backlog, ln(1.05) / (52 week))", kWave).value,
              measured("discounted(backlog, 0.00093827238787)", kWave).value,
              1e-4);  // ln(1.05) / 52
}

TEST(MeasureTest, TimeToIsTheFirstPointThatKeepsTheLevel) {
  // 400 exp(-t/20) <= 100 from t = 20 ln 4 = 27.7 on: the first weekly point is 28.
  EXPECT_EQ(measured("time_to(backlog, 100 item, down)", kDecay).value, 28);
  EXPECT_EQ(measured("time_to(backlog, 100, down, after = 30 week)", kDecay).value, 0);
  const double fine = measured("time_to(backlog, 100, down)", kDecay, 0, 0, 1.0 / 64).value;
  EXPECT_NEAR(fine, 20 * std::log(4.0), 1.0 / 64);
  EXPECT_EQ(measured("time_to(backlog, 500, up)", kDecay).status, MetricStatus::never);
  // 10 + 3 sin(2 pi t/52) >= 11.5 from t = 52/12 to 52*5/12: weeks 5 to 21, which is 17 points.
  EXPECT_EQ(measured("time_to(backlog, 11.5, up)", kWave).value, 5);
  EXPECT_EQ(measured("time_to(backlog, 11.5, up, hold = 17 week)", kWave).value, 5);
  EXPECT_EQ(measured("time_to(backlog, 11.5, up, hold = 18 week)", kWave).status,
            MetricStatus::never);
}

TEST(MeasureTest, ForGoodIsTheFirstPointOfTheLastStretch) {
  EXPECT_EQ(measured("for_good(backlog, 100, down)", kDecay).value, 28);
  EXPECT_EQ(measured("for_good(backlog, 100, down, after = 30 week)", kDecay).value, 0);
  EXPECT_EQ(measured("for_good(backlog, 500, down)", kDecay).value, 0);
  EXPECT_EQ(measured("for_good(backlog, 500, up)", kDecay).status, MetricStatus::never);
  // In the fifth period, from week 208 on, 10 + 3 sin(2 pi t/52) is below 9.5 from 235.4 to 258.6
  // and above 11.5 from 212.3 to 229.7; at the end it is 10. What it was before does not count.
  EXPECT_EQ(measured("for_good(backlog, 9.5, up)", kWave).value, 259);
  EXPECT_EQ(measured("for_good(backlog, 11.5, down)", kWave).value, 230);
  EXPECT_EQ(measured("for_good(backlog, 10.5, up)", kWave).status, MetricStatus::never);
  EXPECT_EQ(measured("for_good(backlog, 0, both)", kLine).value, 25);
  EXPECT_EQ(measured("for_good(backlog, 0, both)", kLine).unit, "week");
}

TEST(MeasureTest, CrossingsCountChangesOfSide) {
  // Five periods start upwards through the level at 0, 52, ... and end on it at 260: up at 52, 104,
  // 156, 208; the start and the end lie on the level, which is no side.
  EXPECT_EQ(measured("crossings(backlog, 10.001, up)", kWave).value, 5);
  EXPECT_EQ(measured("crossings(backlog, 10.001, down)", kWave).value, 5);
  EXPECT_EQ(measured("crossings(backlog, 10.001)", kWave).value, 10);
  EXPECT_EQ(measured("crossings(backlog, 10.001, up, 30 .. 110 week)", kWave).value, 2);
  const Formula touch = over_time([](double t) { return t == 7 ? 5.0 : 4.0; });
  EXPECT_EQ(measured("crossings(backlog, 5)", touch).value, 0) << "touching is not crossing";
}

/// In the future `shock` of every policy: an excess of 8 from week 52 that halves every 10 weeks.
const Formula kShocked = [](std::size_t, std::size_t future, std::size_t, double t) {
  const double excess = t < 52 ? 0 : 8 * std::exp2(-(t - 52) / 10);
  return 20 + (future == 1 ? excess : 0);
};

TEST(MeasureTest, RecoveryIsMeasuredFromTheShockToALastingReturn) {
  const std::string head = "recovery_time(backlog, after = 52 week, against = future calm, ";
  // 2^(-t/10) <= 0.25 from 20 weeks after the shock on; the tolerance hides round-off at the
  // equality.
  const auto quarter = measured(head + "within = 25.0001 % of peak)", kShocked, 0, 1);
  EXPECT_EQ(quarter.value, 20);
  EXPECT_EQ(quarter.unit, "week");
  // 5 % of the reference 20 is 1 item: 8 * 2^(-t/10) <= 1 from 30 weeks on.
  EXPECT_EQ(measured(head + "within = 5.0001 % of reference)", kShocked, 0, 1).value, 30);
  EXPECT_EQ(measured(head + "within = 2.0001 item, hold = 4 week)", kShocked, 0, 1).value, 20);
  EXPECT_EQ(measured(head + "within = 0 item)", kShocked, 0, 1).status, MetricStatus::never);
  EXPECT_EQ(measured(head + "within = 25 % of peak)", kShocked, 0, 0).status,
            MetricStatus::not_applicable)
      << "the calm run against itself";
  EXPECT_EQ(
      measured(head + "within = 25 % of peak)", over_time([](double) { return 3.0; }), 0, 1).value,
      0)
      << "nothing to recover from";
}

TEST(MeasureTest, ARecoveryThatDoesNotLastDoesNotCount) {
  // Back to normal in weeks 60 and 61 only, for good from week 70.
  const Formula relapse = [](std::size_t, std::size_t future, std::size_t, double t) {
    const bool hit = future == 1 && t >= 52 && t < 70 && t != 60 && t != 61;
    return hit ? 10.0 : 0.0;
  };
  const std::string head =
      "recovery_time(backlog, after = 52 week, against = calm, within = 10 % of peak, ";
  EXPECT_EQ(measured(head + "hold = 2 week)", relapse, 0, 1).value, 8);
  EXPECT_EQ(measured(head + "hold = 3 week)", relapse, 0, 1).value, 18);
  EXPECT_EQ(measured(head + "hold = 190 week)", relapse, 0, 1).value, 18);
  EXPECT_EQ(measured(head + "hold = 191 week)", relapse, 0, 1).status, MetricStatus::never)
      << "the run ends before that";
}

/// `full` stays at 10; `kept` starts at 6 and rises by 0.1 a week.
const Formula kInvestment = [](std::size_t policy, std::size_t, std::size_t, double t) {
  return policy == 0 ? 10.0 : 6 + 0.1 * t;
};

TEST(MeasureTest, BreakEvenIsWhenTheSumHasCaughtUp) {
  // -4 t + 0.05 t^2 >= 0 from t = 80 on.
  EXPECT_EQ(measured("break_even(backlog, against = policy full)", kInvestment, 1).value, 80);
  // From week 20 on: -2 s + 0.05 s^2 >= 0 from s = 40 on.
  EXPECT_EQ(measured("break_even(backlog, against = full, after = 20 week)", kInvestment, 1).value,
            40);
  EXPECT_EQ(measured("break_even(backlog, against = policy full)", kInvestment, 0).status,
            MetricStatus::not_applicable);
  // Better before worse: ahead first, behind for good later.
  EXPECT_EQ(measured("break_even(backlog, against = policy kept)", kInvestment, 0).status,
            MetricStatus::never);
  const Formula better = [](std::size_t policy, std::size_t, std::size_t, double) {
    return policy == 1 ? 11.0 : 10.0;
  };
  EXPECT_EQ(measured("break_even(backlog, against = full)", better, 1).value, 0) << "never behind";
}

TEST(MeasureTest, BreakEvenStartsBetweenSavedPoints) {
  // Saved every 10 weeks: the gap runs from -10 to 0 in week 10, to 1 in week 20, and stays. From
  // week 5 on the sum is -12.5 in week 10, -7.5 in week 20, 2.5 in week 30.
  const Formula ramp = [](std::size_t policy, std::size_t, std::size_t, double t) {
    const double gap = t <= 10 ? t - 10 : std::min(1.0, (t - 10) / 10);
    return 10 + (policy == 1 ? gap : 0.0);
  };
  const std::string late = "break_even(backlog, against = full, after = 5 week)";
  EXPECT_EQ(measured(late, ramp, 1, 0, 10).value, 25);
  EXPECT_NEAR(measured("area(backlog - full.backlog, 5 .. 30 week)", ramp, 1, 0, 10).value, 2.5,
              1e-12)
      << "the sum that it is about";
}

TEST(MeasureTest, TheWorstDipIsADepth) {
  EXPECT_EQ(measured("worst_dip(backlog, against = baseline)", kInvestment, 1).value, 4);
  EXPECT_NEAR(measured("worst_dip(backlog, against = full, 10 .. 20 week)", kInvestment, 1).value,
              3, 1e-12);
  EXPECT_EQ(measured("time_of_worst_dip(backlog, against = full)", kInvestment, 1).value, 0);
  EXPECT_EQ(measured("worst_dip(backlog, against = full, 100 .. 200 week)", kInvestment, 1).value,
            0);
  EXPECT_EQ(measured("time_of_worst_dip(backlog, against = full, 100 .. 200 week)", kInvestment, 1)
                .status,
            MetricStatus::never);
}

TEST(MeasureTest, TimeBelowCountsPartsOfAStep) {
  // Below 10 until week 40.
  EXPECT_NEAR(measured("time_below(backlog, against = baseline)", kInvestment, 1).value, 40, 1e-9);
  EXPECT_NEAR(measured("time_above(backlog, against = baseline)", kInvestment, 1).value, 220, 1e-9);
  // The triangle is above 25 from week 12.5 to 65.
  EXPECT_NEAR(measured("time_above(backlog, 25 item)", kTriangle).value, 52.5, 1e-9);
  EXPECT_NEAR(measured("time_above(backlog, 25, 60 .. 260 week)", kTriangle).value, 5, 1e-9);
  // It falls through 25 in week 65: a window between two saved points, and one over that point.
  EXPECT_NEAR(measured("time_above(backlog, 25, 64.25 .. 64.75 week)", kTriangle).value, 0.5, 1e-9);
  EXPECT_NEAR(measured("time_below(backlog, 24.75, 65.1 .. 65.75 week)", kTriangle).value, 0.5,
              1e-9);
}

TEST(MeasureTest, RegretIsTheDistanceToTheBestPolicyOfTheSameFuture) {
  const auto scenario = testing::must_resolve(testing::two_by_two(
      "measure:\n  last: \"final(value)\"\n  loss: \"regret(last)\"\n"
      "  wait: \"final(lead_time)\"\n  longer: \"regret(wait)\"\n"
      "  open: \"final(backlog)\"\n  extra: \"regret(open, better = down)\"\n"));
  const Formula number = [](std::size_t policy, std::size_t future, std::size_t, double) {
    return policy == 0 ? 10.0 : (future == 0 ? 12.0 : 7.0);
  };
  const auto table =
      testing::table_of(scenario, {{"value", number}, {"lead_time", number}, {"backlog", number}});
  const auto metrics = evaluate_measures(scenario, {&table, nullptr});
  // Runs: full.calm, full.shock, kept.calm, kept.shock. More value is better, less lead time is.
  EXPECT_EQ(metrics[1].values, (std::vector<double>{2, 0, 0, 3}));
  EXPECT_EQ(metrics[3].values, (std::vector<double>{0, 3, 2, 0}));
  EXPECT_EQ(metrics[5].values, (std::vector<double>{0, 3, 2, 0}));
}

TEST(MeasureTest, MeasuresCalculateWithMeasuresAndOtherRuns) {
  const auto scenario = testing::must_resolve(testing::two_by_two(
      "measure:\n  last: \"final(backlog)\"\n  ratio: \"last / full.calm.last\"\n"
      "  over: \"max(0, last - 10 item) + clip(last, 1 item, 2 item)\"\n"
      "  level: \"time_to(backlog, last / 2, up)\"\n"
      "  root: \"sqrt(mean(backlog ^ 2, 0 .. 2 week))\"\n"));
  const Formula ramp = [](std::size_t policy, std::size_t future, std::size_t, double t) {
    return (1 + static_cast<double>(policy) + 2 * static_cast<double>(future)) * t;
  };
  const auto table = testing::table_of(scenario, {{"backlog", ramp}});
  const auto metrics = evaluate_measures(scenario, {&table, nullptr});
  EXPECT_EQ(metrics[1].values, (std::vector<double>{1, 3, 2, 4}));
  EXPECT_EQ(metrics[1].unit, "1");
  EXPECT_EQ(metrics[2].values[0], 252);
  EXPECT_EQ(metrics[3].values, (std::vector<double>{130, 130, 130, 130}));
  EXPECT_NEAR(metrics[4].values[0], std::sqrt(5.0 / 3.0), 1e-12);
  EXPECT_EQ(metrics[4].unit, "item");
}

TEST(MeasureTest, EveryStepLooksAtTheFineTable) {
  const auto scenario = testing::must_resolve(
      testing::two_by_two("measure:\n  coarse: \"highest(disruption)\"\n"
                          "  fine: {formula: \"highest(disruption)\", every_step: true}\n"));
  const Formula spike = over_time([](double t) { return t == 10.25 ? 1.0 : 0.0; });
  const auto saved = testing::table_of(scenario, {{"disruption", spike}}, 1, 1);
  const auto steps = testing::table_of(scenario, {{"disruption", spike}}, 1, 0.25);
  const auto metrics = evaluate_measures(scenario, {&saved, &steps});
  EXPECT_EQ(metrics[0].values[0], 0);
  EXPECT_EQ(metrics[1].values[0], 1);
}

TEST(MeasureTest, AFailedRunFailsWhatNeedsIt) {
  const auto scenario = testing::must_resolve(testing::two_by_two(
      "measure: {own: \"final(backlog)\", against: \"final(backlog) - full.final_value\", "
      "final_value: \"final(backlog)\"}\n"));
  auto table = testing::table_of(scenario, {{"backlog", kLine}});
  table.status[table.run_index(0, 1, 0)] = results::RunStatus::domain_error;
  const auto metrics = evaluate_measures(scenario, {&table, nullptr});
  EXPECT_EQ(metrics[0].status[table.run_index(0, 1, 0)], MetricStatus::run_failed);
  EXPECT_EQ(metrics[0].status[table.run_index(1, 1, 0)], MetricStatus::reached);
  EXPECT_EQ(metrics[1].status[table.run_index(1, 1, 0)], MetricStatus::run_failed);
  EXPECT_EQ(metrics[1].status[table.run_index(1, 0, 0)], MetricStatus::reached);
}

TEST(MeasureTest, UnitsOfOneDimensionAreConverted) {
  // 1 year is 365.25 days, 52.178... weeks.
  EXPECT_NEAR(measured("at(backlog, 1 year)", kLine).value, 2 * 365.25 / 7 - 50, 1e-12);
  EXPECT_NEAR(measured("time_to(backlog, 0, up) - 7 day", kLine).value, 24, 1e-12);
}

}  // namespace
}  // namespace slackwater::scenario
