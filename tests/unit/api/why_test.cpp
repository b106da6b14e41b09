// Every shipped scenario: the parts of every indicator add up to its difference.

#include "slackwater/api/why.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {
namespace {

std::vector<std::filesystem::path> shipped_scenarios() {
  std::vector<std::filesystem::path> paths;
  const std::filesystem::path folder = SLACKWATER_SOURCE_DIR "/scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Rounding, in units of the largest number that takes part.
void expect_adds_up(const Explanation& found, const std::string& where) {
  double sum = 0;
  double size = std::max(std::abs(found.value), std::abs(found.against));
  for (const auto& cause : found.causes) {
    sum += cause.contribution;
    size = std::max(size, std::abs(cause.contribution));
    const bool flow = cause.kind == "inflow" || cause.kind == "outflow";
    if (flow) size = std::max({size, std::abs(cause.value), std::abs(cause.against)});
  }
  EXPECT_TRUE(found.possible) << where;
  EXPECT_NEAR(sum, found.difference, 1e-9 * size) << where;
  EXPECT_NEAR(sum + found.rest, found.difference, 1e-12 * size) << where;
}

TEST(WhyTest, EveryIndicatorOfEveryShippedScenarioAddsUp) {
  std::size_t explained = 0;
  for (const auto& path : shipped_scenarios()) {
    const auto scenario = load_scenario_file(path.string());
    ASSERT_TRUE(scenario) << path;
    const auto policies = scenario->policies();
    const auto policy =
        policies.back() == scenario->baseline() ? policies.front() : policies.back();
    const auto why = api::why(*scenario, policy, "", scenario->futures().back());
    ASSERT_TRUE(why) << path << base::render(why.diagnostics());
    const auto& times = why->times();
    for (const auto& variable : scenario->model().variables()) {
      if (variable.kind != "indicator") continue;
      for (const double time : {times[times.size() / 3], times.back()}) {
        const auto found = why->explain(variable.name, time);
        ASSERT_TRUE(found) << path << variable.name;
        expect_adds_up(*found, path.filename().string() + ": " + variable.name);
        for (const auto& cause : found->causes) {
          if (cause.leaf) continue;
          expect_adds_up(why->explain(cause), variable.name + " <- " + cause.name);
        }
        ++explained;
      }
    }
  }
  EXPECT_GT(explained, 500U);
}

}  // namespace
}  // namespace slackwater::api
