// L5: interruptions, with the closed form of Lambert's W.

#include <array>
#include <string>

#include "support.hpp"

namespace slackwater::api {
namespace {

Model model() { return library_model("disaster_dynamics/disaster_dynamics.sd"); }

/// The stress s at which s e^(1-s) = load, by Newton's method: -W0(-load / e) from below 1 and
/// -W-1(-load / e) from above.
double balance(double load, double from) {
  double s = from;
  for (int i = 0; i < 100; ++i) {
    s -= (s * std::exp(1 - s) - load) / ((1 - s) * std::exp(1 - s));
  }
  EXPECT_NEAR(s * std::exp(1 - s), load, 1e-14);
  return s;
}
double calm(double load) { return balance(load, 0.01); }
double tipping(double load) { return balance(load, 2); }

struct Row {
  double load, calm, tipping;
};
// Lambert's W by an independent program.
constexpr std::array<Row, 5> kPoints = {{{0.5, 0.2320, 2.6783},
                                         {0.8, 0.4717, 1.8244},
                                         {0.9, 0.6083, 1.5318},
                                         {0.95, 0.7130, 1.3554},
                                         {0.99, 0.8648, 1.1486}}};

// From nothing pending and from just below the tipping point it comes to the same rest, at the rate
// (1 - s) e^(1-s) per desired resolution time.
TEST(LibraryTest, InterruptionsRestAtTheClosedForm) {
  for (const Row& row : kPoints) {
    ASSERT_NEAR(calm(row.load), row.calm, 5e-5);
    ASSERT_NEAR(tipping(row.load), row.tipping, 5e-5);
    const double s = calm(row.load);
    for (const double start : {0.0, 0.5 * s, 0.999 * tipping(row.load)}) {
      const auto rest = rest_with(model(), {{"load", row.load}, {"initial_stress", start}});
      EXPECT_EQ(rest.stability, "stable");
      EXPECT_NEAR(at_rest(rest, "stress"), s, 1e-9) << row.load << " from " << start;
      EXPECT_NEAR(rest.eigenvalues.front().real(), -(1 - s) * std::exp(1 - s), 1e-6);
    }
  }
}

TEST(LibraryTest, TheTippingPointIsAnUnstableBalance) {
  for (const Row& row : kPoints) {
    const double s = tipping(row.load);
    auto rest = equilibrium(model(), {{"load", row.load}, {"initial_stress", s}});
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->stability, "unstable") << row.load;
    EXPECT_NEAR(at_rest(*rest, "stress"), s, 1e-9);
    EXPECT_NEAR(rest->eigenvalues.front().real(), (s - 1) * std::exp(1 - s), 1e-6);
    EXPECT_EQ(rest.diagnostics().entries().front().code, "W9002");
  }
}

// A thousandth below it recovers, a thousandth above it collapses, and no rest is left to be found.
TEST(LibraryTest, AThousandthDecidesAtTheTippingPoint) {
  for (const Row& row : kPoints) {
    const double s = tipping(row.load);
    const auto below = run_with(model(), {{"load", row.load}, {"initial_stress", 0.999 * s}}, 800);
    EXPECT_NEAR(series(below, "stress").back(), calm(row.load), 1e-6) << row.load;
    const std::vector<Setting> above = {{"load", row.load}, {"initial_stress", 1.001 * s}};
    EXPECT_GT(series(run_with(model(), above, 800), "stress").back(), 50) << row.load;
    const auto rest = equilibrium(model(), above);
    ASSERT_FALSE(rest) << row.load;
    EXPECT_EQ(rest.diagnostics().entries().front().code, "E9011");
  }
}

// Above full load nothing rests: the rest points have met at a stress of 1.
TEST(LibraryTest, AboveFullLoadThereIsNoRest) {
  EXPECT_FALSE(equilibrium(model(), {{"load", 1.01}}));
}

// A burst decides by the stress right after it; the load is the same before and after.
TEST(LibraryTest, ABurstThatPassesTheTippingPointDestroysTheBalance) {
  const double full_load = 10, room = (tipping(0.8) - calm(0.8)) * full_load;
  const auto end = [&](double burst) {
    return series(run_with(model(), {{"initial_stress", calm(0.8)}, {"burst", burst}}, 400),
                  "stress")
        .back();
  };
  // The burst is spread over one time step, in which a little of it is resolved.
  EXPECT_NEAR(end(0.97 * room), calm(0.8), 1e-6);
  EXPECT_GT(end(1.03 * room), 50);
}

}  // namespace
}  // namespace slackwater::api
