#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>

#include "scenario_support.hpp"
#include "slackwater/results/statistics.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::scenario {
namespace {

using results::Verdict;
using testing::Formula;

constexpr const char* kMeasures =
    "measure:\n  last: \"final(value)\"\n  soon: \"time_to(value, 50 [item/week], up)\"\n"
    "  catch_up: \"break_even(value, against = policy full)\"\n"
    "  back: \"recovery_time(value, after = 52 week, against = calm, within = 10 % of peak)\"\n"
    "  over_ten: \"1 [item/week] * last / (last - 10 [item/week])\"\n"
    "scan: {curve: {vary: target_utilization, over: 0.5 .. 1 step 0.1, measure: last}}\n"
    "search: {tip: {vary: \"start obstacle[*]\", between: 0 .. 1, until: \"last > 1 "
    "[item/week]\"}}\n";

/// full: 10 in calm, 8 after a shock. kept: rises from 6 by 0.1 a week, 2 less after a shock.
double value(std::size_t policy, std::size_t future, std::size_t, double t) {
  return (policy == 0 ? 10 : 6 + 0.1 * t) - (future == 1 ? 2 : 0);
}

results::Scan curve_of(std::vector<double> y, std::vector<results::MetricStatus> status = {}) {
  results::Scan curve;
  for (std::size_t i = 0; i < y.size(); ++i) curve.x.push_back(0.5 + 0.1 * static_cast<double>(i));
  curve.y = std::move(y);
  curve.status = std::move(status);
  curve.status.resize(curve.y.size(), results::MetricStatus::reached);
  return curve;
}

/// What a claim is tested on, beside the defaults.
struct Given {
  std::string more;  ///< keys of the claim
  std::size_t samples = 0;
  std::vector<std::size_t> failed;  ///< samples in which full.calm failed
  results::Scan curve = curve_of({1, 2, 4, 3, 2, 0});
};

results::Claim tested(const std::string& that, const Formula& formula = value,
                      const Given& given = {}) {
  const auto scenario = testing::must_resolve(testing::two_by_two(
      std::string(kMeasures) + "uncertainty: {samples: 4}\nexpect: [{claim: c, that: \"" + that +
      "\"" + given.more + "}]\n"));
  const auto defaults = testing::table_of(scenario, {{"value", formula}});
  auto drawn =
      testing::table_of(scenario, {{"value", formula}}, std::max<std::size_t>(given.samples, 1));
  for (const auto sample : given.failed) {
    drawn.status[drawn.run_index(0, 0, sample)] = results::RunStatus::not_finite;
  }
  results::Search tip;
  tip.found = true;
  tip.value = 0.25;
  const std::vector<results::Scan> scans{given.curve};
  const std::vector<results::Search> searches{tip};
  Evidence evidence;
  evidence.defaults = {&defaults, nullptr};
  if (given.samples > 0) evidence.samples = {&drawn, nullptr};
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

TEST(ClaimTest, NothingToRecoverFromIsVacuous) {
  const Formula flat = [](std::size_t, std::size_t, std::size_t, double) { return 5.0; };
  EXPECT_EQ(verdict("kept.shock.back <= 0.8 * full.shock.back", flat), Verdict::vacuous);
  // A future that forgot its shock must not pass as a quick recovery.
  const auto claim = tested("kept.shock.back <= 4 week", flat);
  EXPECT_EQ(claim.verdict, Verdict::vacuous);
  EXPECT_FALSE(claim.passed);
  EXPECT_EQ(claim.numbers, "0 week <= 4 week");
  EXPECT_EQ(verdict("kept.shock.back + 1 week <= 4 week", flat), Verdict::vacuous);
  // Beside a recovery that was seen it is a number: full is 2 off from week 52 to the end of 60.
  const Formula hit = [](std::size_t policy, std::size_t future, std::size_t, double t) {
    return policy == 0 && future == 1 && t >= 52 && t < 60 ? 3.0 : 5.0;
  };
  EXPECT_EQ(verdict("kept.shock.back < full.shock.back", hit), Verdict::holds);
  EXPECT_EQ(verdict("full.shock.back == 8 week", hit), Verdict::holds);
}

TEST(ClaimTest, AFailedRunOrAMissingNumberIsNotTestable) {
  EXPECT_EQ(verdict("full.calm.catch_up > 1 week"), Verdict::not_testable);
  EXPECT_EQ(verdict("kept.last / (full.last - 10 [item/week]) > 1"), Verdict::not_testable)
      << "division by zero";
}

TEST(ClaimTest, ListsPassOverARunAgainstItselfAndNothingElse) {
  // full ends at 10, so its `over_ten` divides by zero; kept's is 32 / 22.
  EXPECT_EQ(verdict("kept.over_ten < 1.5 [item/week]"), Verdict::holds);
  EXPECT_EQ(verdict("highest([*.calm.over_ten]) < 1.5 [item/week]"), Verdict::not_testable);
  EXPECT_EQ(verdict("count([*.calm.over_ten] > 9 [item/week]) == 0"), Verdict::not_testable);
  EXPECT_EQ(verdict("share([*.calm.over_ten] < 9 [item/week]) == 0.5"), Verdict::not_testable);
  // full against full says nothing, and is no item that does not hold.
  EXPECT_EQ(verdict("share([*.calm.catch_up] <= 80 week) == 1"), Verdict::holds);
  EXPECT_EQ(verdict("count([*.calm.catch_up] > 80 week) == 0"), Verdict::holds);
  // Nobody reaches 50.
  EXPECT_EQ(verdict("count([full.soon < kept.soon, kept.last > full.last]) == 1"),
            Verdict::vacuous);
  EXPECT_EQ(verdict("highest([full.soon - kept.soon, 3 week]) == 3 week"), Verdict::vacuous);
  EXPECT_EQ(verdict("highest([full.soon, 3 week]) > 100 week"), Verdict::holds) << "a single never";
}

TEST(ClaimTest, NeverIsTheTopOfAScan) {
  using results::MetricStatus;
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::nan("");
  const auto said = [](const std::string& that, const results::Scan& curve) {
    return tested(that, value, {.more = "", .curve = curve}).verdict;
  };
  const auto late = curve_of({5, 7, inf, 6}, {MetricStatus::reached, MetricStatus::reached,
                                              MetricStatus::never, MetricStatus::reached});
  EXPECT_EQ(said("argmax(curve) == 0.7", late), Verdict::holds);
  EXPECT_EQ(said("argmin(curve) == 0.5", late), Verdict::holds);
  EXPECT_EQ(said("highest(curve) > 1000 [item/week]", late), Verdict::holds);
  EXPECT_EQ(said("abs(at(curve, 0.55) - 6 [item/week]) < 1e-9 [item/week]", late), Verdict::holds);
  EXPECT_EQ(said("at(curve, 0.7) > 1000 [item/week]", late), Verdict::holds);
  EXPECT_EQ(said("at(curve, 0.65) < 1000 [item/week]", late), Verdict::not_testable)
      << "between 7 and never";
  EXPECT_EQ(said("at(curve, 0.65) > 1 [item/week]", late), Verdict::not_testable);

  const auto early = curve_of({5, -inf, 6}, {MetricStatus::reached, MetricStatus::never});
  EXPECT_EQ(said("argmin(curve) == 0.6", early), Verdict::holds) << "minus the time until";
  EXPECT_EQ(said("argmax(curve) == 0.7", early), Verdict::holds);
  const auto nothing = curve_of({inf, inf}, {MetricStatus::never, MetricStatus::never});
  EXPECT_EQ(said("argmax(curve) == 0.5", nothing), Verdict::vacuous);
  EXPECT_EQ(said("at(curve, 0.55) > 3 [item/week]", nothing), Verdict::holds);

  const auto failed = curve_of({5, nan, 6}, {MetricStatus::reached, MetricStatus::run_failed});
  for (const char* that : {"argmax(curve) == 0.7", "argmin(curve) == 0.5",
                           "at(curve, 0.55) > 1 [item/week]", "lowest(curve) > 1 [item/week]"}) {
    EXPECT_EQ(said(that, failed), Verdict::not_testable) << that;
  }
  EXPECT_EQ(said("at(curve, 0.5) == 5 [item/week]", failed), Verdict::holds);
}

TEST(ClaimTest, TheShareOfSamplesHasAnInterval) {
  // Three of four samples.
  const Formula drawn = [](std::size_t policy, std::size_t, std::size_t sample, double) {
    return policy == 1 && sample == 3 ? 5.0 : 10.0 + static_cast<double>(policy);
  };
  const auto asked = [&](const std::string& more, std::vector<std::size_t> failed = {}) {
    return tested("kept.last > full.last", drawn,
                  {.more = ", holds_in: " + more, .samples = 4, .failed = std::move(failed)});
  };
  const auto claim = asked("70 %");
  EXPECT_EQ(claim.samples_tested, 4u);
  EXPECT_EQ(*claim.share, 0.75);
  EXPECT_TRUE(claim.passed);
  // Wilson (1927) with z = 1.96 for 3 of 4: 0.3006 .. 0.9544.
  EXPECT_NEAR(claim.share_low, 0.3006, 1e-4);
  EXPECT_NEAR(claim.share_high, 0.9544, 1e-4);
  EXPECT_FALSE(asked("80 %").passed);
  EXPECT_TRUE(asked("80 %, fragile: why").passed);

  // A sample whose run failed does not hold: 2 of 4, not 2 of 3.
  const auto failed = asked("50 %", {1});
  EXPECT_EQ(*failed.share, 0.5);
  EXPECT_EQ(failed.samples_tested, 4u);
  EXPECT_EQ(failed.samples_failed_runs, 1u);
  EXPECT_FALSE(asked("60 %", {1}).passed);
  EXPECT_EQ(*asked("1 %", {0, 1, 2, 3}).share, 0);
}

TEST(ClaimTest, AFragileClaimStillHasToHoldOnTheDefaults) {
  const auto fails = tested("kept.last < full.last", value, {.more = ", fragile: why"});
  EXPECT_EQ(fails.verdict, Verdict::fails);
  EXPECT_FALSE(fails.passed);
  EXPECT_EQ(fails.fragile, "why");
  EXPECT_FALSE(tested("full.soon > 2 * kept.soon", value, {.more = ", fragile: why"}).passed)
      << "vacuous";
  EXPECT_TRUE(tested("kept.last > full.last", value, {.more = ", fragile: why"}).passed);
}

TEST(ClaimTest, ANoteComesAlong) {
  EXPECT_EQ(tested("kept.last > full.last", value, {.more = ", note: known"}).note, "known");
}

TEST(ClaimTest, BothSidesAreNumbers) {
  // kept: mean of 26.8 .. 32 is 29.4; full is 10.
  const auto ratio =
      tested("mean(kept.calm.value, 208 .. 260 week) / mean(full.value, 208 .. 260 week) > 2.9");
  EXPECT_NEAR(ratio.left.value, 2.94, 1e-15);
  EXPECT_EQ(ratio.left.status, results::MetricStatus::reached);
  EXPECT_EQ(ratio.sign, ">");
  EXPECT_EQ(ratio.right.value, 2.9);
  EXPECT_EQ(ratio.unit, "1");

  // The left side's unit counts: 560 day is 80 week.
  const auto time = tested("kept.calm.catch_up <= 560 day");
  EXPECT_EQ(time.left.value, 80);
  EXPECT_EQ(time.right.value, 80);
  EXPECT_EQ(time.unit, "week");
  EXPECT_EQ(tested("0 < kept.last").unit, "item/week") << "a bare 0 has no unit";

  const auto never = tested("full.soon > 88 week");
  EXPECT_EQ(never.left.status, results::MetricStatus::never);
  EXPECT_EQ(never.left.value, std::numeric_limits<double>::infinity());
  const auto missing = tested("full.calm.catch_up > 1 week");
  EXPECT_EQ(missing.left.status, results::MetricStatus::not_applicable);
  EXPECT_TRUE(std::isnan(missing.left.value));
}

TEST(ClaimTest, TheComparisonThatDecidesIsKept) {
  EXPECT_EQ(tested("kept.last > full.last and full.last > 11 [item/week]").right.value, 11);
  EXPECT_EQ(tested("kept.last > 31 [item/week] and full.last > 9 [item/week]").right.value, 31)
      << "all hold: the first";
  EXPECT_EQ(tested("full.last > 11 [item/week] or kept.last > 31 [item/week]").right.value, 31);
  EXPECT_EQ(tested("not full.last > 11 [item/week]").right.value, 11);
}

// What is read beside the verdict has to agree with it: 10 <= 11, not 10 > 11.
TEST(ClaimTest, TheSignOfWhatIsDeniedIsTheOpposite) {
  const auto sign = [](const std::string& that) { return tested(that).sign; };
  const std::pair<std::string, std::string> opposites[] = {{">", "<="}, {">=", "<"},  {"<", ">="},
                                                           {"<=", ">"}, {"==", "!="}, {"!=", "=="}};
  for (const auto& [written, turned] : opposites) {
    const std::string that = "full.last " + written + " 11 [item/week]";
    EXPECT_EQ(sign("not " + that), turned);
    EXPECT_EQ(sign("not not " + that), written);
  }
  const auto joined = tested("not (full.last > 11 [item/week] or kept.last > 31 [item/week])");
  EXPECT_EQ(joined.verdict, Verdict::fails);
  EXPECT_EQ(joined.right.value, 31);
  EXPECT_EQ(joined.sign, "<=");
}

TEST(ClaimTest, EverySampleHasItsVerdictAndNumbers) {
  const Formula drawn = [](std::size_t policy, std::size_t, std::size_t sample, double) {
    return policy == 1 ? 5.0 + static_cast<double>(sample) : 6.0;
  };
  const auto claim =
      tested("kept.last > full.last", drawn, {.more = "", .samples = 4, .failed = {3}});
  EXPECT_EQ(claim.sample_verdicts, (std::vector<Verdict>{Verdict::fails, Verdict::fails,
                                                         Verdict::holds, Verdict::not_testable}));
  ASSERT_EQ(claim.sample_left.size(), 4u);
  EXPECT_EQ(claim.sample_left[2], 7);
  EXPECT_EQ(claim.sample_right[2], 6);
  EXPECT_TRUE(std::isnan(claim.sample_right[3]));
  EXPECT_TRUE(tested("tip < 0.3", drawn, {.more = "", .samples = 4}).sample_verdicts.empty());
}

TEST(ClaimTest, WithoutSamplesTheDefaultsDecide) {
  const auto holds = tested("kept.last > full.last", value, {.more = ", holds_in: 90 %"});
  EXPECT_TRUE(holds.passed);
  EXPECT_FALSE(holds.share);
  EXPECT_FALSE(tested("kept.last < full.last", value, {.more = ", holds_in: 90 %"}).passed);
}

TEST(ClaimTest, AClaimAboutScansAndSearchesHasNoShare) {
  const Given given{.more = "", .samples = 4};
  EXPECT_FALSE(tested("argmax(curve) < 0.85 and tip < 0.3", value, given).share);
  EXPECT_TRUE(tested("argmax(curve) < 0.85 and kept.last > full.last", value, given).share);
}

TEST(ClaimTest, EveryMeasureIsComputedOnce) {
  // Each of 60 measures reads the one before twice: 2^60 evaluations if nothing were kept.
  std::string file = "uncertainty: {samples: 4}\nmeasure:\n  m0: \"final(value)\"\n";
  for (int i = 1; i <= 60; ++i) {
    file += "  m" + std::to_string(i) + ": \"m" + std::to_string(i - 1) + " + m" +
            std::to_string(i - 1) + "\"\n";
  }
  file +=
      "scan: {curve: {vary: target_utilization, over: [0.5, 1], measure: m60}}\n"
      "expect: [{claim: c, that: \"kept.m60 > full.m60\"}]\n";
  const auto scenario = testing::must_resolve(testing::two_by_two(file));
  const auto table = testing::table_of(scenario, {{"value", value}}, 4);
  const auto metrics = evaluate_measures(scenario, {&table, nullptr});
  EXPECT_EQ(metrics[60].values[0], 10 * std::exp2(60));
  Evidence evidence;
  evidence.defaults = {&table, nullptr};
  evidence.samples = {&table, nullptr};
  EXPECT_EQ(*evaluate_claims(scenario, evidence)[0].share, 1);
  const Evaluate one = [&](std::span<const Evaluation> evaluations) {
    return base::Result<std::vector<results::RunTable>>(
        std::vector<results::RunTable>(evaluations.size(), table));
  };
  EXPECT_EQ(run_scan(scenario, scenario.scans[0], one)->y[0], 10 * std::exp2(60));
}

TEST(ClaimTest, AnInterruptionEndsTheWorkAtTheNextSample) {
  const auto scenario = testing::must_resolve(testing::two_by_two(
      std::string(kMeasures) +
      "uncertainty: {samples: 4}\nexpect: [{claim: c, that: \"kept.last > full.last\"}]\n"));
  const auto table = testing::table_of(scenario, {{"value", value}}, 4);
  const std::atomic<bool> cancel = true;
  const auto metrics = evaluate_measures(scenario, {&table, nullptr}, &cancel);
  EXPECT_EQ(metrics[0].status[0], results::MetricStatus::not_applicable);
  Evidence evidence;
  evidence.defaults = {&table, nullptr};
  evidence.samples = {&table, nullptr};
  const std::vector<results::Scan> scans{curve_of({1})};
  const std::vector<results::Search> searches(1);
  evidence.scans = scans;
  evidence.searches = searches;
  EXPECT_EQ(*evaluate_claims(scenario, evidence, &cancel)[0].share, 0) << "none was looked at";
  EXPECT_EQ(*evaluate_claims(scenario, evidence)[0].share, 1);
}

TEST(ClaimTest, WilsonIntervalsMatchPublishedOnes) {
  // Brown, Cai and DasGupta (2001) recompute Wilson's interval; R's prop.test without correction
  // gives 81 of 263: 0.2553 .. 0.3662 (Newcombe 1998, table I, method 3).
  const auto interval = results::wilson_interval(81, 263);
  EXPECT_NEAR(interval.low, 0.2553, 5e-5);
  EXPECT_NEAR(interval.high, 0.3662, 5e-5);
  const auto none = results::wilson_interval(0, 20);  // Newcombe 1998: 0 of 20 is 0 .. 0.1611
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.1611, 5e-5);
}

}  // namespace
}  // namespace slackwater::scenario
