#include "slackwater/report/terminal_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "example_comparison.hpp"

namespace slackwater::report {
namespace {

std::size_t columns(const std::string& line) {
  std::size_t count = 0;
  for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

TEST(TerminalTableTest, FitsEveryTerminal) {
  const auto comparison = example_comparison(20);
  for (int width = 60; width <= 200; width += 7) {
    std::istringstream lines(terminal_table(comparison, {.width = width}));
    for (std::string line; std::getline(lines, line);) {
      ASSERT_LE(columns(line), static_cast<std::size_t>(width)) << line;
      ASSERT_FALSE(line.ends_with(' ')) << "'" << line << "'";
    }
  }
}

TEST(TerminalTableTest, NamesEveryPolicyFutureMeasureAndClaim) {
  const auto comparison = example_comparison(20);
  const auto text = terminal_table(comparison, {.width = 100});
  for (const char* wanted :
       {"Full", "(baseline)", "Protected", "Withdrawn", "Adaptive", "Calm",
        "30 % more demand from week 52", "Throughput (item/week)", "Worst lead time (week)",
        "6 of 9 claims hold", "Debt from which nobody comes back", "no tipping point",
        "1 of 160 runs of the samples"}) {
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted;
  }
  for (const auto& claim : comparison.claims) {
    EXPECT_NE(text.find(claim.id + " "), std::string::npos) << claim.id;
  }
}

TEST(TerminalTableTest, TheTimeIsWholeAboveShortNames) {
  auto comparison = example_comparison(0);
  comparison.indicators = {"a"};
  comparison.metrics.clear();
  comparison.defaults.variables.resize(1);
  comparison.defaults.variables[0].name = "a";
  comparison.defaults.variables[0].unit = "1";
  const auto text = terminal_table(comparison, {.width = 100});
  EXPECT_NE(text.find("\nat week"), std::string::npos) << text;
  EXPECT_NE(text.find("\nA  "), std::string::npos) << "the names are short\n" << text;
}

TEST(TerminalTableTest, ColourOnlyOnRequest) {
  const auto comparison = example_comparison(0);
  EXPECT_EQ(terminal_table(comparison).find('\033'), std::string::npos);
  EXPECT_NE(terminal_table(comparison, {.color = true}).find("\033[32m"), std::string::npos);
}

TEST(TerminalTableTest, ColourSaysNothingThatWordsDoNot) {
  const auto comparison = example_comparison(0);
  auto colored = terminal_table(comparison, {.color = true});
  std::string plain;
  for (std::size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\033') {
      i = colored.find('m', i);
    } else {
      plain += colored[i];
    }
  }
  EXPECT_EQ(plain, terminal_table(comparison, {.color = false}));
}

TEST(TerminalTableTest, AsciiOnRequest) {
  const auto text = terminal_table(example_comparison(20), {.unicode = false});
  for (const char c : text) ASSERT_LT(static_cast<unsigned char>(c), 0x80);
  EXPECT_NE(text.find("FAIL 2b"), std::string::npos);
  EXPECT_NE(text.find("ok   1a"), std::string::npos);
}

TEST(TerminalTableTest, EscapeSequencesInNamesAreDefused) {
  auto comparison = example_comparison(0);
  comparison.title = "evil \033[2J title";
  comparison.claims[0].text = "clear \033[2J the screen";
  comparison.defaults.futures.titles[0] = "f\033]0;x\007";
  EXPECT_EQ(terminal_table(comparison).find('\033'), std::string::npos);
  EXPECT_EQ(terminal_table(comparison).find('\007'), std::string::npos);
}

TEST(ClaimsListTest, CountsAndNames) {
  const auto comparison = example_comparison(20);
  const auto text = claims_list(comparison);
  EXPECT_TRUE(text.starts_with("6 of 9 claims hold\n"));
  EXPECT_EQ(claims_list(results::Comparison{}), "");
}

// Being fragile is about samples: on the defaults such a claim counts like any other.
TEST(TerminalTableTest, FragileClaimsCountLikeAnyOtherAndSayWhy) {
  auto comparison = example_comparison(16);
  auto& claim = comparison.claims.front();
  claim.fragile = "depends on one guess";
  claim.note = "the guess is old";
  auto text = claims_list(comparison);
  EXPECT_TRUE(text.starts_with("6 of 9 claims hold\n")) << text;
  EXPECT_NE(text.find("on one guess; the guess is old"), std::string::npos) << text;
  claim.verdict = results::Verdict::fails;
  claim.passed = false;
  text = claims_list(comparison);
  EXPECT_TRUE(text.starts_with("5 of 9 claims hold\n")) << text;
}

TEST(TerminalTableTest, ValuesBeyondTheRangesOfTheModelAreNamed) {
  auto comparison = example_comparison(0);
  EXPECT_EQ(terminal_table(comparison).find("Beyond the ranges"), std::string::npos);
  results::PolicySetting setting;
  setting.policy = "no_drift";
  setting.lever = "base_drift";
  setting.value = "0 1/week";
  setting.beyond_range = "0.001 .. 0.004 1/week";
  comparison.settings.push_back(setting);
  const auto text = terminal_table(comparison, {.width = 120});
  EXPECT_NE(text.find("Beyond the ranges of the model: no_drift: base_drift 0 1/week "
                      "(range 0.001 .. 0.004 1/week)"),
            std::string::npos)
      << text;
}

TEST(TerminalTableTest, AFailedOrLatePointOfAScanIsSaid) {
  using results::MetricStatus;
  const double nan = std::nan("");
  auto comparison = example_comparison(0);
  results::Scan scan;
  scan.name = "sweep";
  scan.vary = "limit";
  scan.vary_unit = "item";
  scan.measure = "late_output";
  scan.measure_unit = "item/week";
  scan.x = {9, 20, 30, 1000};
  scan.y = {nan, 4, 7.5, nan};
  scan.status = {MetricStatus::run_failed, MetricStatus::reached, MetricStatus::reached,
                 MetricStatus::not_applicable};
  comparison.scans = {scan};
  const auto said = [&] { return terminal_table(comparison, {.width = 160}); };
  EXPECT_NE(said().find("Sweep: Late output is highest, 7.50 item/week, at limit = 30 item; 1 of 4 "
                        "points failed; 1 of 4 points have no number\n"),
            std::string::npos)
      << said();
  comparison.scans[0].y[1] = std::numeric_limits<double>::infinity();
  comparison.scans[0].status[1] = MetricStatus::never;
  EXPECT_NE(said().find("Late output is highest, never, at limit = 20 item"), std::string::npos)
      << said();
  comparison.scans[0].status.assign(4, MetricStatus::run_failed);
  EXPECT_NE(said().find("Sweep: no point has a number"), std::string::npos) << said();
}

TEST(ClaimsListTest, SaysHowManySamplesFailedAndWhichShareWasNotTested) {
  auto comparison = example_comparison(16);
  comparison.claims.resize(1);
  auto& claim = comparison.claims[0];
  claim.required_share = 0.9;
  claim.share = 0.25;
  claim.samples_tested = 16;
  claim.samples_failed_runs = 12;
  const TerminalOptions wide{.width = 400};
  EXPECT_NE(claims_list(comparison, wide)
                .find("asked for: 90\u00a0%; a run failed in 12 of them, which counts as not "
                      "holding"),
            std::string::npos)
      << claims_list(comparison, wide);
  claim.share.reset();
  claim.samples_failed_runs = 0;
  EXPECT_NE(claims_list(comparison, wide).find("share not tested (asked for: 90\u00a0%)"),
            std::string::npos)
      << claims_list(comparison, wide);
}

}  // namespace
}  // namespace slackwater::report
