// Every path of execution gives the same bits: widths, instruction sets, passes, lanes, neighbours.
#include <gtest/gtest.h>

#include "support/random_model.hpp"
#include "support/simulation.hpp"

namespace slackwater::run::test {
namespace {

constexpr int kRandomModels = 24;
constexpr int kWildModels = 60;

const char* method_of(int seed) {
  constexpr const char* kMethods[] = {"rk4", "euler", "rk2"};
  return kMethods[seed % 3];
}

// Parameters moved a little, another sample each: no two lanes are alike.
std::vector<Variant> neighbours(const Simulation& simulation, std::size_t count) {
  std::vector<Variant> variants(count, simulation.variant());
  for (std::size_t i = 0; i < count; ++i) {
    variants[i].sample = i;
    for (double& p : variants[i].parameters) p *= 1 + 0.01 * static_cast<double>(i);
  }
  return variants;
}

void expect_the_same_on_every_path(const Simulation& simulation, std::size_t runs,
                                   const std::string& name) {
  const auto variants = neighbours(simulation, runs);
  std::vector<RunSeries> expected;
  for (const Variant& variant : variants) expected.push_back(simulation.reference(variant));
  for (const Path& path : all_paths()) {
    const auto found = simulation.run_all(variants, path);
    for (std::size_t i = 0; i < variants.size(); ++i) {
      ASSERT_EQ(difference(simulation, expected[i], found[i]), "")
          << name << ", run " << i << ", " << path.describe();
    }
  }
}

TEST(AgreementTest, RandomModelsHaveTheBitsOfTheReferenceOnEveryPath) {
  for (int seed = 0; seed < kRandomModels; ++seed) {
    const Simulation simulation(random_model(static_cast<std::uint64_t>(seed), method_of(seed)));
    expect_the_same_on_every_path(simulation, 5, "random model " + std::to_string(seed));
  }
}

// Most of these runs fail, each in its own way: with the same time, place, message and inputs
// everywhere.
TEST(AgreementTest, RunsThatFailDoSoAlikeOnEveryPath) {
  int failed = 0;
  for (int seed = 0; seed < kWildModels; ++seed) {
    const Simulation simulation(
        random_model(static_cast<std::uint64_t>(seed), method_of(seed), true));
    if (simulation.run().outcome.status != RunStatus::complete) ++failed;
    expect_the_same_on_every_path(simulation, 3, "wild model " + std::to_string(seed));
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(failed, kWildModels / 2);
}

}  // namespace
}  // namespace slackwater::run::test
