// The picture of a causal chain: signs of links through what is not drawn.

#include <gtest/gtest.h>

#include <string>

#include "slackwater/api/briefing.hpp"
#include "slackwater/api/diagram.hpp"
#include "slackwater/api/scenario.hpp"

namespace slackwater::api {
namespace {

std::string drawn(const std::vector<std::string>& shown, const std::vector<std::string>& between) {
  const auto model = load_model("m.sd",
                                "time week from 0 to 10 step 1\n"
                                "lever a: 1 = 1 range 0.5 .. 9\n"
                                "aux b: 1 = -a\n"
                                "aux c: 1 = -b\n"
                                "aux d: 1 = -a\n"
                                "aux same: 1 = c + 2 * a\n"
                                "aux other: 1 = c + d\n"
                                "stock level: week = 0\n    inflow gain\n"
                                "flow gain: 1 = same\n");
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  const auto svg = chain_diagram(*model, shown, between);
  EXPECT_TRUE(svg) << base::render(svg.diagnostics());
  return svg ? *svg : "";
}

bool says(const std::string& svg, const std::string& words) {
  return svg.find(words) != std::string::npos;
}

TEST(ChainDiagramTest, ALinkThroughOthersHasTheProductOfTheirSigns) {
  EXPECT_TRUE(says(drawn({"a", "c"}, {"b"}), "a raises c."));
  EXPECT_TRUE(says(drawn({"a", "b"}, {}), "a lowers b."));
  EXPECT_TRUE(says(drawn({"a", "same"}, {"b", "c"}), "a raises same."));
  EXPECT_TRUE(says(drawn({"a", "level"}, {"same", "b", "c", "gain"}), "a raises level later."));
}

TEST(ChainDiagramTest, WaysThatDisagreeLeaveTheSignOpen) {
  EXPECT_TRUE(says(drawn({"a", "other"}, {"b", "c", "d"}), "a acts on other."));
}

TEST(ChainDiagramTest, WhatIsBetweenIsNotDrawn) {
  const auto svg = drawn({"a", "c"}, {"b"});
  EXPECT_TRUE(says(svg, "<title>a</title>") && says(svg, "<title>c</title>"));
  EXPECT_FALSE(says(svg, "<title>b</title>"));
}

TEST(ChainDiagramTest, AnUnknownNameIsAnError) {
  const auto model = load_model("m.sd", "time week from 0 to 1 step 1\naux a: 1 = 1\n");
  const auto svg = chain_diagram(*model, {"a", "nobody"}, {});
  ASSERT_FALSE(svg);
  EXPECT_NE(base::render(svg.diagnostics()).find("E9045"), std::string::npos);
}

TEST(ChainDiagramTest, ARecordedComparisonHasTheSameBriefing) {
  const auto scenario =
      load_scenario_file(SLACKWATER_SOURCE_DIR "/scenarios/library/pay_down_debt.yaml");
  ASSERT_TRUE(scenario);
  auto comparison = compare(*scenario, {});
  ASSERT_TRUE(comparison);
  const auto page = briefing(*scenario, *comparison);
  EXPECT_NE(page.find("<figure class=\"diagram scroll\"><svg"), std::string::npos);
  EXPECT_EQ(briefing(*comparison, ""), page);
  // Numbers of another version have other reasons.
  for (auto& variable : comparison->defaults.variables) {
    for (auto& value : variable.values) value *= 1.001;
  }
  const auto foreign = briefing(*comparison, "");
  EXPECT_EQ(foreign.find("class=\"diagram scroll\"><svg"), std::string::npos);
  EXPECT_NE(foreign.find("left out: this version of slackwater gives other numbers"),
            std::string::npos);
  comparison->provenance.model_text += "\naux broken: 1 = nobody";
  EXPECT_NE(briefing(*comparison, "").find("left out: the scenario or one of its files"),
            std::string::npos);
}

}  // namespace
}  // namespace slackwater::api
