#include "slackwater/results/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace slackwater::results {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(StatisticsTest, MeanLosesNothingToLargeTerms) {
  // A plain sum gives 0 for the first: 1 vanishes beside 1e100.
  EXPECT_EQ(mean(std::vector{1.0, 1e100, 1.0, -1e100}), 0.5);
  EXPECT_EQ(mean(std::vector{1.0, kNaN, 3.0}), 2.0);
  EXPECT_TRUE(std::isnan(mean(std::vector<double>{})));
  EXPECT_TRUE(std::isnan(mean(std::vector{kNaN})));
  EXPECT_EQ(mean(std::vector{1.0, kInf}), kInf);
}

TEST(StatisticsTest, StandardDeviationDividesByOneLess) {
  // 2 4 4 4 5 5 7 9: squares about the mean 5 sum to 32, divided by 7.
  EXPECT_DOUBLE_EQ(standard_deviation(std::vector{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}),
                   std::sqrt(32.0 / 7.0));
  EXPECT_TRUE(std::isnan(standard_deviation(std::vector{1.0})));
}

TEST(StatisticsTest, QuantileIsTypeSeven) {
  // By hand from (n - 1) p: n = 5, p = 0.4 gives place 1.6 between 20 and 35; also what
  // numpy.quantile([15, 20, 35, 40, 50], [.05, .3, .4, .5, 1]) prints: 16, 23, 29, 35, 50.
  const std::vector<double> values = {50, 15, 40, 20, 35};
  EXPECT_DOUBLE_EQ(quantile(values, 0.05), 16);
  EXPECT_DOUBLE_EQ(quantile(values, 0.30), 23);
  EXPECT_DOUBLE_EQ(quantile(values, 0.40), 29);
  EXPECT_DOUBLE_EQ(quantile(values, 0.50), 35);
  EXPECT_DOUBLE_EQ(quantile(values, 0), 15);
  EXPECT_DOUBLE_EQ(quantile(values, 1), 50);
  EXPECT_DOUBLE_EQ(quantile(std::vector{1.0, kNaN, 3.0}, 0.5), 2);
  EXPECT_TRUE(std::isnan(quantile(std::vector<double>{}, 0.5)));
  EXPECT_EQ(quantile(std::vector{1.0, 2.0, kInf}, 0.5), 2);
}

TEST(StatisticsTest, WilsonIntervalSolvesItsEquation) {
  // Defining property (Wilson 1927): the ends p satisfy (share - p)^2 = z^2 p (1 - p) / n.
  constexpr double kZ = 1.959963984540054;
  for (const auto& [successes, trials] : {std::pair{7u, 10u}, {1u, 60u}, {512u, 1024u}}) {
    const double n = trials;
    const double share = successes / n;
    const auto interval = wilson_interval(successes, trials);
    for (const double p : {interval.low, interval.high}) {
      EXPECT_NEAR((share - p) * (share - p), kZ * kZ * p * (1 - p) / n, 1e-15);
    }
    EXPECT_LT(interval.low, share);
    EXPECT_GT(interval.high, share);
  }
}

TEST(StatisticsTest, WilsonIntervalAtItsEnds) {
  EXPECT_EQ(wilson_interval(0, 20).low, 0);
  EXPECT_EQ(wilson_interval(20, 20).high, 1);
  // Closed form of the other end: z^2 / (n + z^2).
  const double z2 = 1.959963984540054 * 1.959963984540054;
  EXPECT_NEAR(wilson_interval(0, 20).high, z2 / (20 + z2), 1e-15);
  EXPECT_EQ(wilson_interval(0, 0).low, 0);
  EXPECT_EQ(wilson_interval(0, 0).high, 1);
}

TEST(StatisticsTest, BandTakesQuantilesAcrossSamplesOfOnePolicy) {
  RunTable table;
  table.policies.labels = {"a", "b"};
  table.samples = 3;
  table.time = {0, 1};
  SavedVariable variable;
  variable.values = {0, 0, 0, 0, 0, 0, /* policy b: */ 1, 10, 3, 30, 2, kNaN};
  table.variables = {variable};
  const auto found = band(table, table.variables[0], 0, 1, 0, 0, 1);
  EXPECT_EQ(found.low, (std::vector<double>{1, 10}));
  EXPECT_EQ(found.median, (std::vector<double>{2, 20}));
  EXPECT_EQ(found.high, (std::vector<double>{3, 30}));
}

TEST(StatisticsTest, WorstDipLooksAtTheBadSideUntilATime) {
  const std::vector<double> time = {0, 1, 2, 3, 4};
  const std::vector<double> base = {10, 10, 10, 10, 10};
  const std::vector<double> series = {10, 8, 7, 12, 1};
  const auto early = worst_dip(time, series, base, true, 3);
  ASSERT_TRUE(early);
  EXPECT_EQ(early->time, 2);
  EXPECT_EQ(early->value, -3);
  EXPECT_EQ(worst_dip(time, series, base, true, 4)->value, -9);
  EXPECT_EQ(worst_dip(time, series, base, false, 4)->value, 2);
  EXPECT_FALSE(worst_dip(time, base, base, true, 4));
}

TEST(StatisticsTest, BreakEvenWhereTheAreasCancel) {
  // d(t) = t - 1: its integral t^2/2 - t is negative until exactly t = 2.
  const std::vector<double> time = {0, 1, 2, 3};
  const std::vector<double> base = {0, 0, 0, 0};
  const std::vector<double> series = {-1, 0, 1, 2};
  ASSERT_TRUE(accumulated_break_even(time, series, base, true));
  EXPECT_DOUBLE_EQ(*accumulated_break_even(time, series, base, true), 2);
  const std::vector<double> mirrored = {1, 0, -1, -2};
  EXPECT_DOUBLE_EQ(*accumulated_break_even(time, mirrored, base, false), 2);
}

TEST(StatisticsTest, BreakEvenIsASavePointAndForgetsEarlyCrossings) {
  // Areas: -1 after 1, +1 after 2, -1 after 3, +3 after 4.
  const std::vector<double> time = {0, 1, 2, 3, 4};
  const std::vector<double> base(5, 0.0);
  const std::vector<double> series = {-2, 0, 4, -8, 16};
  ASSERT_TRUE(accumulated_break_even(time, series, base, true));
  // Trapezoids: -1, +2, -2, +4.
  EXPECT_DOUBLE_EQ(*accumulated_break_even(time, series, base, true), 4);
}

TEST(StatisticsTest, NoBreakEvenWithoutALossOrWithoutARecovery) {
  const std::vector<double> time = {0, 1, 2};
  const std::vector<double> base(3, 0.0);
  EXPECT_FALSE(accumulated_break_even(time, std::vector{1.0, 1.0, 1.0}, base, true));
  EXPECT_FALSE(accumulated_break_even(time, std::vector{-1.0, -1.0, -1.0}, base, true));
}

TEST(StatisticsTest, AheadFromTheLastTimeOfBeingBehind) {
  const std::vector<double> time = {0, 1, 2, 3, 4};
  const std::vector<double> base(5, 1.0);
  EXPECT_EQ(*ahead_from(time, std::vector{1.0, 0.5, 2.0, 0.5, 1.0}, base, true), 4);
  EXPECT_EQ(*ahead_from(time, std::vector{0.5, 1.0, 2.0, 3.0, 1.0}, base, true), 1);
  EXPECT_EQ(*ahead_from(time, std::vector{1.5, 1.0, 0.0, 0.0, 1.0}, base, false), 1);
  EXPECT_FALSE(ahead_from(time, base, base, true));
  EXPECT_FALSE(ahead_from(time, std::vector{1.0, 2.0, 2.0, 2.0, 0.5}, base, true));
}

TEST(StatisticsTest, ValueAtIsLinearBetweenSavePoints) {
  const std::vector<double> time = {0, 2, 4};
  const std::vector<double> series = {1, 5, 5};
  EXPECT_EQ(value_at(time, series, 0), 1);
  EXPECT_EQ(value_at(time, series, 1), 3);
  EXPECT_EQ(value_at(time, series, 4), 5);
  EXPECT_TRUE(std::isnan(value_at(time, series, 4.1)));
  EXPECT_TRUE(std::isnan(value_at(time, series, -1)));
}

}  // namespace
}  // namespace slackwater::results
