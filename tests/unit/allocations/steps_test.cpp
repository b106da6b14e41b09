// Steps take no memory: a study with eight times as many of them asks for it just as often, from
// the draws to the measures and the bytes of its shards.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "../support/counting_new.hpp"
#include "slackwater/api/ensemble_folder.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;
using test::allocations;

// A memory function, a random function, a table, a check; measures of saved points.
std::string model_text(int steps_per_week) {
  return R"(model "Steps"

time week from 0 to 32 step 1/)" +
         std::to_string(steps_per_week) + R"( save 1 method rk4

parameter loss: 1/week = 0.1 range 0 .. 1 ~ uniform(0.05, 0.2)

lever gain: 1/week = 0.3 range 0 .. 1

stock level: 1 = 3
    inflow refill
    outflow drain

flow refill: 1/week = gain * normal(1, 0.1)

flow drain: 1/week = loss * smooth1(level, 4 week)

check level < 1000

indicator root: 1 = sqrt(max(level, 0))  better up
)";
}

constexpr const char* kScenario = R"yaml(scenario: Who keeps its level?
model: steps.sd
policies:
  status_quo: {}
  generous: {set: {gain: 0.4}}
uncertainty: {design: sobol, samples: 64, seed: 11}
measure:
  last: "at(root, 32 week)"
  mean_level: "mean(level, 4 .. 32 week)"
expect:
  - {id: more, claim: More gain keeps more., that: "generous.last > status_quo.last", holds_in: 90 %}
)yaml";

/// Allocations of an ensemble's shards, the second of two: what is made once is there.
std::size_t allocations_of_a_study(int steps_per_week) {
  const auto scenario = load_scenario_texts(
      "study.yaml", {{"study.yaml", kScenario}, {"steps.sd", model_text(steps_per_week)}});
  EXPECT_TRUE(scenario) << base::render(scenario.diagnostics());
  const auto plan =
      plan_ensemble(*scenario, {.series = false, .fans = Fans::indicators, .shard_size = 32});
  EXPECT_TRUE(plan) << base::render(plan.diagnostics());
  const auto path = fs::temp_directory_path() / ("slackwater_steps_" + std::to_string(getpid()));
  std::size_t count = 0;
  for (int turn = 0; turn < 2; ++turn) {
    const auto folder = EnsembleFolder::create(path.string(), *plan);
    EXPECT_TRUE(folder) << base::render(folder.diagnostics());
    const auto before = allocations.load();
    const auto diagnostics = folder->run_shards({.shards = {0, 1}, .threads = 1});
    count = allocations.load() - before;
    EXPECT_FALSE(diagnostics.has_errors()) << base::render(diagnostics);
    fs::remove_all(path);
  }
  return count;
}

TEST(StepsTest, AStudyAsksForMemoryAsOftenWithMoreSteps) {
  if (!SLACKWATER_COUNTS_ALLOCATIONS) GTEST_SKIP() << "allocations are not counted here";
  const auto few = allocations_of_a_study(4);
  const auto many = allocations_of_a_study(32);
  EXPECT_GT(few, 100U);
  EXPECT_EQ(many, few);
}

TEST(StepsTest, AllocationsAreCounted) {
  if (!SLACKWATER_COUNTS_ALLOCATIONS) GTEST_SKIP() << "allocations are not counted here";
  const auto before = allocations.load();
  const auto* number = new std::vector<int>(3);
  delete number;
  EXPECT_EQ(allocations.load() - before, 2U);
}

}  // namespace
}  // namespace slackwater::api
