#include <gtest/gtest.h>

#include <stdexcept>

#include "slackwater/api/scenario.hpp"
#include "slackwater/results/comparison.hpp"

/// A policy that moves one element of an array by a profile leaves the numbers of the others: those
/// of the policy and those that are drawn. Expected: the integral of a constant over four weeks.
namespace slackwater::api {
namespace {

constexpr const char* kModel =
    "model \"Two teams\"\n\n"
    "time week from 0 to 4 step 1 save 1 method euler\n\n"
    "unit item\n\ndimension team = a, b\n\n"
    "parameter pace[team]: item/week = 1 range 0 .. 10 ~ uniform(6, 7)\n\n"
    "stock made[team]: item = 0\n    inflow work\n\n"
    "flow work[team]: item/week = pace[team]\n";

/// The comparison, or an exception with its messages, which fails the test.
results::Comparison compared(const std::string& rest) {
  const std::string scenario =
      "scenario: Two paces\nmodel: model.sd\npolicies:\n  as_it_is: {}\n" + rest + "save: [made]\n";
  auto loaded = load_scenario_texts("s.yaml", {{"s.yaml", scenario}, {"model.sd", kModel}});
  if (!loaded) throw std::runtime_error(base::render(loaded.diagnostics()));
  auto found = compare(*loaded, {});
  if (!found) throw std::runtime_error(base::render(found.diagnostics()));
  return std::move(*found);
}

// Of the defaults' or the samples' table: made[element] at week 4.
double at_the_end(const results::RunTable& table, std::size_t policy, std::size_t sample,
                  std::size_t element) {
  const auto& made = table.variables.front();
  const auto points = table.time.size();
  const auto run = table.run_index(policy, 0, sample);
  return made.values[(run * made.elements + element) * points + points - 1];
}

TEST(PartlyRuledArrayTest, AnEarlierNumberOfTheOtherElementsHolds) {
  const auto found = compared("  two: {set: {pace: 5, \"pace[a]\": {0: 2, 2: 3}}}\n");
  EXPECT_EQ(at_the_end(found.defaults, 0, 0, 1), 4);
  EXPECT_EQ(at_the_end(found.defaults, 1, 0, 0), 10);
  EXPECT_EQ(at_the_end(found.defaults, 1, 0, 1), 20);
}

TEST(PartlyRuledArrayTest, ALaterNumberOfTheOtherElementsHolds) {
  const auto found = compared("  two: {set: {\"pace[a]\": {0: 2, 2: 3}, \"pace[b]\": 5}}\n");
  EXPECT_EQ(at_the_end(found.defaults, 1, 0, 0), 10);
  EXPECT_EQ(at_the_end(found.defaults, 1, 0, 1), 20);
}

TEST(PartlyRuledArrayTest, ANumberAfterARuleHoldsAgainstADraw) {
  const auto found = compared(
      "  two: {set: {pace: {0: 2, 2: 3}, \"pace[b]\": 5}}\n"
      "uncertainty: {samples: 2, seed: 3}\n");
  EXPECT_EQ(at_the_end(found.defaults, 1, 0, 1), 20);
  ASSERT_TRUE(found.samples);
  for (std::size_t sample = 0; sample < 2; ++sample) {
    EXPECT_EQ(at_the_end(*found.samples, 1, sample, 1), 20);
  }
}

TEST(PartlyRuledArrayTest, TheOtherElementsAreDrawn) {
  const auto found = compared(
      "  two: {set: {\"pace[a]\": {0: 2, 2: 3}}}\n"
      "uncertainty: {samples: 2, seed: 3}\n");
  ASSERT_TRUE(found.samples);
  for (std::size_t sample = 0; sample < 2; ++sample) {
    const double pace = found.samples->drawn.back().values[sample];
    EXPECT_EQ(found.samples->drawn.back().name, "pace[b]");
    EXPECT_EQ(at_the_end(*found.samples, 0, sample, 1), 4 * pace);
    EXPECT_EQ(at_the_end(*found.samples, 1, sample, 0), 10);
    EXPECT_EQ(at_the_end(*found.samples, 1, sample, 1), 4 * pace);
  }
}

}  // namespace
}  // namespace slackwater::api
