// Where one lane's argument is out of the ordinary, a block takes another way (program/math): the
// lane itself and all others must have the bits that they have alone, wherever in the block it is.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/simulation.hpp"

namespace slackwater::run::test {
namespace {

struct UnusualCase {
  const char* function;
  std::vector<double> unusual;
};

std::string text_of(const std::string& function) {
  return R"(model "unusual arguments"

time week from 0 to 1 step 1 save 1 method euler

stock x: 1 = 1
    outflow none

flow none: 1/week = 0 [1/week]

aux value: 1 = )" +
         function + "(x)\n";
}

// One block after another of `width` lanes, in each of which one lane is unusual.
std::vector<Variant> blocks_of(const Simulation& simulation, const std::vector<double>& unusual,
                               std::size_t width) {
  std::vector<Variant> variants;
  for (const double x : unusual) {
    for (std::size_t place = 0; place < width; ++place) {
      for (std::size_t lane = 0; lane < width; ++lane) {
        variants.push_back(simulation.variant());
        variants.back().starts = {lane == place ? x : 0.5 + static_cast<double>(lane) / 7};
      }
    }
  }
  return variants;
}

class UnusualArgumentsTest : public testing::TestWithParam<UnusualCase> {};

TEST_P(UnusualArgumentsTest, OneLaneChangesNothingForTheOthers) {
  const Simulation simulation(text_of(GetParam().function));
  const auto value = simulation.output("value");
  for (const int width : {2, 4, 8, 16, 32, 64}) {
    const auto variants =
        blocks_of(simulation, GetParam().unusual, static_cast<std::size_t>(width));
    const auto expected = simulation.run_all(variants, {1, InstructionSet::scalar, {}});
    // Neither way is what all lanes take.
    ASSERT_NE(expected[0].series[value], expected[1].series[value]);
    for (const InstructionSet set : instruction_sets()) {
      const auto actual = simulation.run_all(variants, {width, set, {}});
      for (std::size_t i = 0; i < variants.size(); ++i) {
        ASSERT_EQ(difference(simulation, expected[i], actual[i]), "")
            << variants[i].starts[0] << ", run " << i << ", width " << width << ", " << name(set);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Functions, UnusualArgumentsTest,
    testing::Values(UnusualCase{"exp", {650, -650, -740, 800, -800, 0x1p-1060}},
                    UnusualCase{"logistic", {650, -650, -740, 800, -800}},
                    UnusualCase{"ln", {0x1p-1060, 0x1p-1074, 0, -1}},
                    UnusualCase{"log10", {0x1p-1060, 0x1p-1074, 0, -1}},
                    UnusualCase{"tanh", {650, -650, 0x1p-1060, -30}}),
    [](const testing::TestParamInfo<UnusualCase>& test) { return test.param.function; });

}  // namespace
}  // namespace slackwater::run::test
