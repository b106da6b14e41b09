// That batches do multiply by inverses: what they give cannot tell.
#include "inverses.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "block.hpp"
#include "lanes/kernel.hpp"
#include "support/simulation.hpp"

namespace slackwater::run::test {
namespace {

constexpr const char* kTank = R"(model "tank"

time week from 0 to 1 step 1 save 1 method euler

parameter delay: week = 3

stock level: 1 = 8
    outflow out

flow out: 1/week = level / delay
)";

bool fuses(InstructionSet set) {
#if defined(__x86_64__)
  return set == InstructionSet::avx2 || set == InstructionSet::avx3 ||
         (set == InstructionSet::best && available(set) >= InstructionSet::avx2);
#else
  return set == InstructionSet::best;
#endif
}

// The first lane's outflow, with every inverse `factor` times what it should be.
double outflow(InstructionSet set, double factor) {
  const Simulation simulation(kTank);
  const program::Program program = simulation.compile();
  Block block(program, kBatchLanes, set);
  const Variant variant = simulation.variant();
  const RunInput input{variant.parameters, {}, 0};
  block.begin({&input, 1}, simulation.settings);
  block.set_time(0);
  block.set_decide(0.5);
  block.start();
  if (fuses(set)) *block.slot(program.lane_slots + 1) *= factor;
  block.step();
  block.derivative();
  return block.region(program.rates)[0];
}

TEST(InversesTest, BatchesReadThemWhereTheSetFuses) {
  for (const auto set : instruction_sets()) {
    EXPECT_EQ(outflow(set, 1), -8.0 / 3) << name(set);
    EXPECT_EQ(outflow(set, 1.5) != -8.0 / 3, fuses(set)) << name(set);
  }
}

TEST(InversesTest, OnlyBatchesHaveThem) {
  const Simulation simulation(kTank);
  const program::Program program = simulation.compile();
  for (const auto set : instruction_sets()) {
    for (const std::size_t lanes : {1, 2, 4, 8, 16, 32, 64}) {
      const Inverses inverses(program, kernel(lanes, set));
      const bool has = fuses(set) && lanes == kBatchLanes;
      EXPECT_EQ(inverses.lane_slots(), has ? 2u : 0u) << lanes << " lanes on " << name(set);
    }
  }
}

TEST(InversesTest, AreBehindTheirDivisors) {
  program::Program program;
  program.lane_slots = 9;
  program.uniform_values = {1, 4};
  program.fixed_divisors = {{7, false}, {1, true}, {2, false}};
  Kernel kernel;
  kernel.fixed[static_cast<int>(program::Operation::divide)][0] = kernel.stop = [](auto...) {};
  const Inverses inverses(program, kernel);
  EXPECT_EQ(inverses.find({2, false}), 9u);
  EXPECT_EQ(inverses.find({7, false}), 11u);
  EXPECT_EQ(inverses.find({1, true}), 2u);
  EXPECT_FALSE(inverses.find({7, true}));
  EXPECT_FALSE(inverses.find({3, false}));

  constexpr double kOfNoUse[] = {0, 0x1p+101};
  std::vector<double> file(13 * 2), uniforms = {1, 4, 0, 0};
  file[2 * 2] = 8;
  file[2 * 2 + 1] = kOfNoUse[0];
  file[7 * 2] = -3;
  file[7 * 2 + 1] = kOfNoUse[1];
  inverses.fill(file.data(), 2, uniforms.data());
  const auto slot = [&](std::size_t index, std::size_t lane) { return file[index * 2 + lane]; };
  EXPECT_EQ(slot(9, 0), 8);
  EXPECT_EQ(slot(10, 0), 0.125);
  EXPECT_EQ(slot(9, 1), kOfNoUse[0]);
  EXPECT_TRUE(std::isnan(slot(10, 1)));
  EXPECT_EQ(slot(11, 0), -3);
  EXPECT_EQ(slot(12, 0), 1 / -3.0);
  EXPECT_EQ(slot(11, 1), kOfNoUse[1]);
  EXPECT_TRUE(std::isnan(slot(12, 1)));
  EXPECT_EQ(uniforms[2], 4);
  EXPECT_EQ(uniforms[3], 0.25);
}

}  // namespace
}  // namespace slackwater::run::test
