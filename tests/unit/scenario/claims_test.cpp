#include <gtest/gtest.h>

#include <cmath>

#include "../../../engine/scenario/src/evaluate/wilson.hpp"
#include "scenario_support.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::scenario {
namespace {

using results::Verdict;
using testing::Formula;

constexpr const char* kMeasures =
    "measure:\n  last: \"final(value)\"\n  soon: \"time_to(value, 50 [item/week], up)\"\n"
    "  catch_up: \"break_even(value, against = policy full)\"\n"
    "  back: \"recovery_time(value, after = 52 week, against = calm, within = 10 % of peak)\"\n"
    "scan: {curve: {vary: target_utilization, over: 0.5 .. 1 step 0.1, measure: last}}\n"
    "search: {tip: {vary: \"start obstacle[*]\", between: 0 .. 1, until: \"last > 1 "
    "[item/week]\"}}\n";

/// full: 10 in calm, 8 after a shock. kept: rises from 6 by 0.1 a week, 2 less after a shock.
double value(std::size_t policy, std::size_t future, std::size_t, double t) {
  return (policy == 0 ? 10 : 6 + 0.1 * t) - (future == 1 ? 2 : 0);
}

results::Claim tested(const std::string& that, const Formula& formula = value,
                      const std::string& more = "", std::size_t samples = 0) {
  const auto uncertainty = samples > 0 ? "uncertainty: {samples: 4}\n" : "";
  const auto scenario = testing::must_resolve(
      testing::two_by_two(std::string(kMeasures) + uncertainty + "expect: [{claim: c, that: \"" +
                          that + "\"" + more + "}]\n"));
  const auto defaults = testing::table_of(scenario, {{"value", formula}});
  const auto drawn =
      testing::table_of(scenario, {{"value", formula}}, std::max<std::size_t>(samples, 1));
  results::Scan curve;
  curve.x = {0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
  curve.y = {1, 2, 4, 3, 2, 0};
  curve.status.assign(6, results::MetricStatus::reached);
  results::Search tip;
  tip.found = true;
  tip.value = 0.25;
  const std::vector<results::Scan> scans{curve};
  const std::vector<results::Search> searches{tip};
  Evidence evidence;
  evidence.defaults = {&defaults, nullptr};
  if (samples > 0) evidence.samples = {&drawn, nullptr};
  evidence.scans = scans;
  evidence.searches = searches;
  return evaluate_claims(scenario, evidence).at(0);
}

Verdict verdict(const std::string& that, const Formula& formula = value) {
  return tested(that, formula).verdict;
}

TEST(ClaimTest, ComparesMeasuresOfNamedRuns) {
  // kept ends at 32 in calm and 30 in shock.
  EXPECT_EQ(verdict("kept.calm.last > 3 * full.calm.last"), Verdict::holds);
  EXPECT_EQ(verdict("kept.shock.last > 31 [item/week]"), Verdict::fails);
  EXPECT_EQ(verdict("kept.last == kept.calm.last"), Verdict::holds) << "the first future is meant";
  EXPECT_EQ(verdict("not kept.last < full.last and kept.last - full.last >= 22 [item/week]"),
            Verdict::holds);
  EXPECT_EQ(verdict("kept.last < full.last or abs(full.last - 10 [item/week]) < 1e-9 [item/week]"),
            Verdict::holds);
}

TEST(ClaimTest, ComparesSeriesOfNamedRuns) {
  EXPECT_EQ(
      verdict("mean(kept.calm.value, 208 .. 260 week) / mean(full.value, 208 .. 260 week) > 2.9"),
      Verdict::holds);
  // Ratio of the means: (6 + 23.4)/10 = 2.94.
  EXPECT_EQ(
      tested("mean(kept.calm.value, 208 .. 260 week) / mean(full.value, 208 .. 260 week) > 2.9")
          .numbers,
      "29.4 item/week / 10 item/week > 2.9 (2.94 > 2.9)");
}

TEST(ClaimTest, ListsRunOverAllPoliciesOrFutures) {
  EXPECT_EQ(verdict("highest([*.calm.last]) == kept.last"), Verdict::holds);
  EXPECT_EQ(verdict("lowest([*.*.last]) == 8 [item/week]"), Verdict::holds);
  EXPECT_EQ(verdict("mean([full.*.last]) == 9 [item/week]"), Verdict::holds);
  EXPECT_EQ(verdict("count([*.*.last] > 9 [item/week]) == 3"), Verdict::holds);
  EXPECT_EQ(verdict("share([kept.calm.last > 1 [item/week], kept.last < 1 [item/week]]) == 0.5"),
            Verdict::holds);
  EXPECT_EQ(verdict("highest([*.calm.catch_up]) == 80 week"), Verdict::holds)
      << "the policy against itself is left out";
}

TEST(ClaimTest, ReadsScansAndSearches) {
  EXPECT_EQ(verdict("0.65 <= argmax(curve) and argmax(curve) <= 0.85"), Verdict::holds);
  EXPECT_EQ(tested("0.65 <= argmax(curve) and argmax(curve) <= 0.85").numbers,
            "0.65 <= 0.7 and 0.7 <= 0.85");
  EXPECT_EQ(verdict("argmin(curve) == 1"), Verdict::holds);
  EXPECT_EQ(verdict("at(curve, 1.0) / highest(curve) <= 0.6"), Verdict::holds);
  EXPECT_EQ(verdict("abs(at(curve, 0.65) - 3 [item/week]) < 1e-9 [item/week]"), Verdict::holds);
  EXPECT_EQ(verdict("share(curve < 2.5 [item/week]) > 0.66"), Verdict::holds);
  EXPECT_EQ(verdict("tip < 0.3"), Verdict::holds);
}

TEST(ClaimTest, NeverIsLaterThanAnyTime) {
  // Neither policy reaches 50; kept reaches break-even, and full never does against kept.
  EXPECT_EQ(verdict("kept.calm.catch_up <= 80 week"), Verdict::holds);
  const Formula fast = [](std::size_t policy, std::size_t, std::size_t, double t) {
    return policy == 0 ? 10 : 6 + t;
  };
  EXPECT_EQ(verdict("full.soon > 2 * kept.soon", fast), Verdict::holds);
  EXPECT_EQ(tested("full.soon > 2 * kept.soon", fast).numbers,
            "never > 2 * 44 week (never > 88 week)");
  EXPECT_EQ(verdict("kept.soon / full.soon <= 0.5", fast), Verdict::holds);
  EXPECT_EQ(verdict("kept.soon - full.soon > 2 week", fast), Verdict::fails);
  EXPECT_EQ(verdict("max(1 week, full.soon) > 100 week", fast), Verdict::holds);
}

TEST(ClaimTest, NeverOnBothSidesIsVacuousAndFails) {
  const auto claim = tested("full.soon > 2 * kept.soon");
  EXPECT_EQ(claim.verdict, Verdict::vacuous);
  EXPECT_FALSE(claim.passed);
  EXPECT_EQ(claim.numbers, "never > 2 * never (never > never)");
  EXPECT_EQ(verdict("full.soon / kept.soon <= 0.8"), Verdict::vacuous);
  EXPECT_EQ(verdict("full.soon - kept.soon <= 2 week"), Verdict::vacuous);
  EXPECT_EQ(verdict("full.soon > 2 * kept.soon or full.last > kept.last"), Verdict::vacuous);
  EXPECT_EQ(verdict("full.soon > 2 * kept.soon and full.last > kept.last"), Verdict::fails);
  EXPECT_EQ(verdict("not full.soon > 2 * kept.soon"), Verdict::vacuous);
}

TEST(ClaimTest, NothingToRecoverFromOnBothSidesIsVacuous) {
  const Formula flat = [](std::size_t, std::size_t, std::size_t, double) { return 5.0; };
  EXPECT_EQ(verdict("kept.shock.back <= 0.8 * full.shock.back", flat), Verdict::vacuous);
  EXPECT_EQ(verdict("kept.shock.back <= 4 week", flat), Verdict::holds);
}

TEST(ClaimTest, AFailedRunOrAMissingNumberIsNotTestable) {
  EXPECT_EQ(verdict("full.calm.catch_up > 1 week"), Verdict::not_testable);
  EXPECT_EQ(verdict("kept.last / (full.last - 10 [item/week]) > 1"), Verdict::not_testable)
      << "division by zero";
}

TEST(ClaimTest, TheShareOfSamplesHasAnInterval) {
  // Three of four samples.
  const Formula drawn = [](std::size_t policy, std::size_t, std::size_t sample, double) {
    return policy == 1 && sample == 3 ? 5.0 : 10.0 + static_cast<double>(policy);
  };
  const auto claim = tested("kept.last > full.last", drawn, ", holds_in: 70 %", 4);
  EXPECT_EQ(claim.samples_tested, 4u);
  EXPECT_EQ(*claim.share, 0.75);
  EXPECT_TRUE(claim.passed);
  // Wilson (1927) with z = 1.96 for 3 of 4: 0.3006 .. 0.9544.
  EXPECT_NEAR(claim.share_low, 0.3006, 1e-4);
  EXPECT_NEAR(claim.share_high, 0.9544, 1e-4);
  EXPECT_FALSE(tested("kept.last > full.last", drawn, ", holds_in: 80 %", 4).passed);
  EXPECT_TRUE(tested("kept.last > full.last", drawn, ", holds_in: 80 %, fragile: why", 4).passed);
}

TEST(ClaimTest, WilsonIntervalsMatchPublishedOnes) {
  // Brown, Cai and DasGupta (2001) recompute Wilson's interval; R's prop.test without correction
  // gives 81 of 263: 0.2553 .. 0.3662 (Newcombe 1998, table I, method 3).
  const auto interval = wilson_interval(81, 263);
  EXPECT_NEAR(interval.low, 0.2553, 5e-5);
  EXPECT_NEAR(interval.high, 0.3662, 5e-5);
  const auto none = wilson_interval(0, 20);  // Newcombe 1998: 0 of 20 is 0 .. 0.1611
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.1611, 5e-5);
}

}  // namespace
}  // namespace slackwater::scenario
