// A block looks at all results of an instruction at once (lanes/handlers-inl.hpp): a lane that is
// not finite must be found whatever the others are, and huge lanes must not be taken for it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/simulation.hpp"

namespace slackwater::run::test {
namespace {

// Nothing that is saved is infinite.
std::string text_of(const std::string& form) {
  return R"(model "hidden faults"

time week from 0 to 1 step 1 save 1 method euler

parameter d: 1 = 1

stock x: 1 = 1
    outflow none

flow none: 1/week = 0 [1/week]

aux value: 1 = max(min()" +
         form + ", 1), -1)\n";
}

// Every form doubles them: 1, not far from the largest number, infinite.
constexpr double kOrdinary = 0.5, kHuge = 0x1.ep+1022, kOver = 0x1.ep+1023;

using Block = std::vector<double>;

// Every two lanes infinite with every two signs, and every one, among ordinary ones and among huge
// ones; and huge ones alone.
std::vector<Block> blocks_of(std::size_t width) {
  std::vector<Block> blocks = {Block(width, kHuge), Block(width, -kHuge)};
  for (const double others : {kOrdinary, kHuge}) {
    for (std::size_t one = 0; one < width; ++one) {
      for (std::size_t other = 0; other < width; ++other) {
        for (const double first : {kOver, -kOver}) {
          for (const double second : {kOver, -kOver}) {
            Block block(width, others);
            block[one] = first;
            block[other] = second;
            blocks.push_back(block);
          }
        }
      }
    }
  }
  return blocks;
}

class HiddenFaultsTest : public testing::TestWithParam<const char*> {};

TEST_P(HiddenFaultsTest, AreFoundInEveryLane) {
  const Simulation simulation(text_of(GetParam()));
  for (const int width : {1, 2, 4, 8, 16}) {
    std::vector<Variant> variants;
    for (const Block& block : blocks_of(static_cast<std::size_t>(width))) {
      for (const double x : block) {
        variants.push_back(simulation.variant());
        variants.back().starts = {x};
      }
    }
    for (const InstructionSet set : instruction_sets()) {
      const auto runs = simulation.run_all(variants, {width, set, {}});
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const double x = variants[i].starts[0];
        const bool finite = x != kOver && x != -kOver;
        ASSERT_EQ(runs[i].outcome.status == RunStatus::complete, finite)
            << x << ", run " << i << ", width " << width << ", " << name(set);
      }
    }
  }
}

// A sum, a pair, and one that divides by what never changes.
INSTANTIATE_TEST_SUITE_P(Forms, HiddenFaultsTest,
                         testing::Values("x + x", "x * d + x", "x / d + x"));

}  // namespace
}  // namespace slackwater::run::test
