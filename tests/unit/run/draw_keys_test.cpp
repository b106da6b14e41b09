// Which number a draw is follows from seed, sample, step and names alone: pinned, so that no change
// of a hash, of the order in a key or of the generator goes unnoticed.
#include <gtest/gtest.h>

#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

std::string model(const std::string& a, const std::string& b) {
  return R"(model "keys"

time week from 0 to 8 step 1 save 1 method euler

dimension a = )" +
         a + "\n\ndimension b = " + b + R"(

parameter only[a]: 1 = 0

aux flat[a, b]: 1 = uniform(0, 1)

aux pair: 1 = 0 * uniform(0, 1) + uniform(0, 1)

aux total: 1 = sum(only[k] * uniform(0, 1) for k in a)

aux bell: 1 = normal(0, 1)
)";
}

struct Pinned {
  const char* variable;
  double first;   ///< step 0
  double fourth;  ///< step 3
};

// Computed by a program of its own in Python, whose Philox4x32-10 gives the three vectors that
// Random123 publishes (kat_vectors): key = mix(stream ^ mix(seed)), stream = the finalizer of
// SplitMix64 over FNV-1a of "flat[q,v]" plus 0x9E3779B97F4A7C15 times the occurrence, mix = a step
// of SplitMix64; counter = (step * 256, sample); the upper 52 bits of the first two words, and half
// a cell.
constexpr Pinned kUniform[] = {
    {"flat[q,v]", 0x1.649c3b362363bp-1, 0x1.7e8568eb050efp-1},
    {"pair", 0x1.e02678d14eb70p-5, 0x1.d3529bdd653edp-1},
    {"total", 0x1.ac908c9673eefp-1, 0x1.696a316ced3f8p-4},  // the draw of total[p]
};
// The same program's uniform number through the quantile of its standard library
// (statistics.NormalDist, Wichura's AS 241).
constexpr Pinned kNormal = {"bell", -2.049175743020466, 2.2030180181020746};

TEST(DrawKeysTest, DrawsAreThoseOfTheRecipe) {
  Simulation simulation(model("p, q", "u, v"));
  simulation.settings.seed = 12345;
  auto variant = simulation.variant();
  variant.sample = 7;
  variant.parameters = {1, 0};
  const auto run = simulation.run_all({variant}).front();
  for (const auto& pinned : kUniform) {
    const auto found = simulation.of(run, pinned.variable);
    EXPECT_EQ(found[0], pinned.first) << pinned.variable;
    EXPECT_EQ(found[3], pinned.fourth) << pinned.variable;
  }
  const auto bell = simulation.of(run, kNormal.variable);
  EXPECT_NEAR(bell[0], kNormal.first, 1e-14);
  EXPECT_NEAR(bell[3], kNormal.fourth, 1e-14);
}

TEST(DrawKeysTest, AnElementThatJoinsChangesNoOthersDraws) {
  const Simulation before(model("p, q", "u, v"));
  const auto expected = before.run();
  for (const auto& [a, b] :
       {std::pair{"p, q, r", "u, v"}, std::pair{"p, q", "w, u, v"}, std::pair{"q, p", "v, u"}}) {
    const Simulation after(model(a, b));
    const auto found = after.run();
    for (const char* name : {"flat[p,u]", "flat[p,v]", "flat[q,u]", "flat[q,v]", "bell"}) {
      EXPECT_EQ(after.of(found, name), before.of(expected, name))
          << name << " of " << a << "; " << b;
    }
  }
}

}  // namespace
}  // namespace slackwater::run::test
