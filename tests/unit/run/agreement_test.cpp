// Every path of execution gives the same bits: widths, instruction sets, passes, lanes, neighbours.
#include <gtest/gtest.h>

#include "support/random_model.hpp"
#include "support/simulation.hpp"

namespace slackwater::run::test {
namespace {

constexpr int kRandomModels = 24;

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

TEST(AgreementTest, RandomModelsHaveTheSameBitsOnEveryPath) {
  for (int seed = 0; seed < kRandomModels; ++seed) {
    const Simulation simulation(random_model(static_cast<std::uint64_t>(seed), method_of(seed)));
    const auto variants = neighbours(simulation, 5);
    const auto expected = simulation.run_all(variants, {1, InstructionSet::scalar, program::Passes::none()});
    for (const Path& path : all_paths()) {
      const auto found = simulation.run_all(variants, path);
      for (std::size_t i = 0; i < variants.size(); ++i) {
        EXPECT_EQ(difference(simulation, expected[i], found[i]), "")
            << "model " << seed << ", run " << i << ", " << path.describe();
      }
    }
  }
}

}  // namespace
}  // namespace slackwater::run::test
