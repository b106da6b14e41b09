#include "slackwater/analysis/equilibrium.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace slackwater::analysis {
namespace {

// dx/dt = r x (1 - x/K): rests at K, where the slope is -r.
TEST(EquilibriumTest, FindsTheCapacityOfLogisticGrowth) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 0.3 * x[0] * (1 - x[0] / 50);
    return true;
  };
  const auto found = find_equilibrium({rates, {5}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 50, 1e-9);
  ASSERT_EQ(found->eigenvalues.size(), 1u);
  EXPECT_NEAR(found->eigenvalues[0].real(), -0.3, 1e-6);
  EXPECT_EQ(found->stability(), Stability::stable);
}

// N = 10 of a capacity of 1000 grows to it at any speed, hence in any time unit; the other rest, 0,
// is left.
TEST(EquilibriumTest, GrowsWithTheFlowWhateverTheTimeUnit) {
  for (const double r : {1e-9, 0.01, 0.2, 0.5, 1.0, 2.0, 5.0, 7.0, 50.0, 1e6}) {
    const Rates rates = [r](std::span<const double> x, std::span<double> f) {
      f[0] = r * x[0] * (1 - x[0] / 1000);
      return true;
    };
    const auto found = find_equilibrium({rates, {10}, {}, {}});
    ASSERT_TRUE(found) << r;
    EXPECT_NEAR(found->stocks[0], 1000, 1e-6) << r;
    EXPECT_NEAR(found->eigenvalues[0].real() / r, -1, 1e-6) << r;
  }
}

// Three rests of n (1 - n) (n - 0.3): 0 and 1 attract, 0.3 parts them.
TEST(EquilibriumTest, StaysOnItsSideOfAThreshold) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 2 * x[0] * (1 - x[0]) * (x[0] - 0.3);
    return true;
  };
  const auto above = find_equilibrium({rates, {0.31}, {}, {}});
  const auto below = find_equilibrium({rates, {0.29}, {}, {}});
  const auto on = find_equilibrium({rates, {0.3}, {}, {}});
  ASSERT_TRUE(above && below && on);
  EXPECT_NEAR(above->stocks[0], 1, 1e-9);
  EXPECT_NEAR(below->stocks[0], 0, 1e-9);
  EXPECT_NEAR(on->stocks[0], 0.3, 1e-12);
  EXPECT_EQ(above->stability(), Stability::stable);
  // The slope at the threshold: 2 * 0.3 * 0.7.
  EXPECT_EQ(on->stability(), Stability::unstable);
  EXPECT_NEAR(on->eigenvalues[0].real(), 0.42, 1e-6);
}

// x becomes r x (1 - x): at rest in 1 - 1/r, where a disturbance is multiplied by 2 - r. Beyond r =
// 3 it swings with two steps and grows, although the flow between the steps would damp it.
TEST(EquilibriumTest, JudgesAMapByWhatAStepDoes) {
  for (const double r : {1.5, 2.5, 2.9, 3.1, 3.5}) {
    for (const double step : {1.0, 0.25, 4.0}) {
      const Rates rates = [=](std::span<const double> x, std::span<double> f) {
        f[0] = (r * x[0] * (1 - x[0]) - x[0]) / step;
        return true;
      };
      Dynamics dynamics{rates, {0.9 * (1 - 1 / r)}, {}, {}};
      dynamics.map_step = step;
      const auto found = find_equilibrium(dynamics);
      ASSERT_TRUE(found) << r;
      EXPECT_NEAR(found->stocks[0], 1 - 1 / r, 1e-9) << r;
      EXPECT_EQ(found->stability(), r < 3 ? Stability::stable : Stability::unstable) << r;
      EXPECT_NEAR(found->eigenvalues[0].real(), std::log(std::abs(2 - r)) / step, 1e-5) << r;
      const double swing = r > 2 ? 2 * std::numbers::pi / (2 * step) : 0;
      EXPECT_NEAR(found->eigenvalues[0].imag(), swing, 1e-9) << r;
      EXPECT_NEAR(found->return_times()[0], step / std::abs(std::log(std::abs(2 - r))), 1e-4) << r;
    }
  }
}

// x becomes 0.5, wherever it was: nothing of a disturbance is left after one step.
TEST(EquilibriumTest, AMapMayForgetInOneStep) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 0.5 - x[0];
    return true;
  };
  Dynamics dynamics{rates, {0.4}, {}, {}};
  dynamics.map_step = 1;
  const auto found = find_equilibrium(dynamics);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stability(), Stability::stable);
  EXPECT_LT(found->return_times()[0], 0.1);
  EXPECT_GT(found->return_times()[0], 0);
}

// A full backlog has a slope of 0 at the start; it drains to demand * delay = 10 * 4.
TEST(EquilibriumTest, DrainsABacklogAtItsCapacity) {
  const auto rates = [](double demand) {
    return [demand](std::span<const double> x, std::span<double> f) {
      f[0] = demand - std::min(20.0, x[0] / 4);
      return true;
    };
  };
  const auto found = find_equilibrium({rates(10), {400}, {}, {"backlog"}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 40, 1e-7);
  EXPECT_TRUE(found->counters.empty());
  // More comes than can be done: it grows without end, however small a share that becomes.
  const auto none = find_equilibrium({rates(30), {400}, {}, {"backlog"}});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.diagnostics().entries().front().code, "E9011");
  EXPECT_NE(none.diagnostics().entries().front().message.find("'backlog'"), std::string::npos);
}

// Kermack and McKendrick: everyone who is not susceptible in the end has recovered, and S stays
// between 0 and gamma / beta, where an outbreak cannot grow. Nothing reads the recovered.
TEST(EquilibriumTest, EndsAnEpidemicWithoutNegativePeople) {
  for (const double speed : {0.01, 1.0, 100.0}) {
    const Rates rates = [speed](std::span<const double> x, std::span<double> f) {
      const double infections = speed * 1.5 * x[0] * x[1] / 1000;
      const double recoveries = speed * 0.5 * x[1];
      f[0] = -infections;
      f[1] = infections - recoveries;
      f[2] = recoveries;
      return true;
    };
    const auto found = find_equilibrium({rates, {990, 10, 0}, {2}, {}});
    ASSERT_TRUE(found) << speed;
    EXPECT_GE(found->stocks[0], 0) << speed;
    EXPECT_LT(found->stocks[0], 1000 / 3.0) << speed;
    EXPECT_NEAR(found->stocks[1], 0, 1e-6) << speed;
    EXPECT_NEAR(found->stocks[0] + found->stocks[1] + found->stocks[2], 1000, 1e-5) << speed;
    EXPECT_TRUE(found->counters.empty()) << speed;
    EXPECT_EQ(found->free_directions, 1) << speed;
  }
}

// A stock may have to change its sign: a deviation that begins at 1 and rests at -5.
TEST(EquilibriumTest, LetsALinearStockPassZero) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = (-5 - x[0]) / 3;
    return true;
  };
  const auto found = find_equilibrium({rates, {1}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], -5, 1e-9);
}

// Two stocks exchange people: rates sum to 0, so the Jacobian is singular and the total must stay
// 100. Closed form: a/b = 3, hence 25 and 75; eigenvalues 0 and -(0.3 + 0.1).
TEST(EquilibriumTest, KeepsAConservedTotal) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    const double net = 0.3 * x[0] - 0.1 * x[1];
    f[0] = -net;
    f[1] = net;
    return true;
  };
  const auto found = find_equilibrium({rates, {90, 10}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 25, 1e-8);
  EXPECT_NEAR(found->stocks[1], 75, 1e-8);
  EXPECT_EQ(found->free_directions, 1);
  EXPECT_NEAR(found->eigenvalues[1].real(), -0.4, 1e-6);
  EXPECT_EQ(found->stability(), Stability::stable);
}

using Totals = std::vector<std::vector<double>>;

// Dimers, 2 A <-> B, beside people who move between two places: A + 2 B stays, and so does X + Y.
TEST(EquilibriumTest, NamesTheTotalsThatFlowsKeep) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    const double pairing = 0.02 * x[0] * x[0] - 0.3 * x[1];
    const double moving = 0.5 * x[2] - 0.2 * x[3];
    f[0] = -2 * pairing;
    f[1] = pairing;
    f[2] = -moving;
    f[3] = moving;
    return true;
  };
  const auto found = find_equilibrium({rates, {40, 5, 70, 0}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->free_directions, 2);
  EXPECT_EQ(found->totals, (Totals{{1, 2, 0, 0}, {0, 0, 1, 1}}));
  EXPECT_TRUE(found->undetermined.empty());
}

// Of an epidemic only the sum of all people is kept; how many were spared depends on how it went.
TEST(EquilibriumTest, TellsATotalFromAWayThere) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    const double infections = 1.5 * x[0] * x[1] / 1000;
    f[0] = -infections;
    f[1] = infections - 0.5 * x[1];
    f[2] = 0.5 * x[1];
    return true;
  };
  const auto found = find_equilibrium({rates, {990, 10, 0}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->free_directions, 2);
  EXPECT_EQ(found->totals, (Totals{{1, 1, 1}}));
  // One more spared is one fewer recovered, and fewer have recovered than were spared at first.
  EXPECT_EQ(found->undetermined, (std::vector<std::size_t>{2, 0}));
}

// Nothing moves the second stock: it is a total by itself, also when the search begins at rest.
TEST(EquilibriumTest, AStockThatNothingMovesIsKept) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = x[1] - 0.5 * x[0];
    f[1] = 0;
    return true;
  };
  for (const double start : {1.0, 6.0}) {
    const auto found = find_equilibrium({rates, {start, 3}, {}, {}});
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->stocks[0], 6, 1e-9);
    EXPECT_EQ(found->totals, (Totals{{0, 1}}));
    EXPECT_TRUE(found->undetermined.empty());
  }
}

// Without anyone infected nothing flows, at the start and at rest. One infected more is fewer
// susceptibles by beta s / 1000, which is no constant: S - 3.8 I is kept to first order only.
TEST(EquilibriumTest, AnEpidemicThatHasNotBegunKeepsOnlyThePeople) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    const double infections = 0.8 * x[0] * x[1] / 1000;
    f[0] = -infections;
    f[1] = infections - x[1];
    f[2] = x[1];
    return true;
  };
  const auto counted = find_equilibrium({rates, {990, 0, 0}, {2}, {}});
  ASSERT_TRUE(counted);
  EXPECT_TRUE(counted->totals.empty());
  EXPECT_EQ(counted->undetermined, (std::vector<std::size_t>{0}));
  const auto all = find_equilibrium({rates, {990, 0, 0}, {}, {}});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->totals, (Totals{{1, 1, 1}}));
}

// Two stocks that a third, now 0, would empty; a2/a1 is what it is, no sum of them is kept.
TEST(EquilibriumTest, WhatWouldDrainTheStocksIsNoTotal) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = -0.1 * x[0] * x[2];
    f[1] = -0.05 * x[1] * x[2];
    f[2] = -x[2];
    return true;
  };
  const auto found = find_equilibrium({rates, {6, 4, 0}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->free_directions, 2);
  EXPECT_TRUE(found->totals.empty());
  EXPECT_EQ(found->undetermined.size(), 2u);
}

// A model that has a value only where the second stock is 0: nothing can be said about x + 2 y.
TEST(EquilibriumTest, WithoutValuesElsewhereNoTotalIsClaimed) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    if (std::abs(x[1]) > 1e-6) return false;
    f[0] = -x[1];
    f[1] = x[1] - x[1];
    return true;
  };
  const auto found = find_equilibrium({rates, {3, 0}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->totals.empty());
  EXPECT_FALSE(found->undetermined.empty());
}

// A chain of delays of 2, 5 and 10: the times of return are the delays.
TEST(EquilibriumTest, ReturnsInTheTimesOfItsDelays) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 1 - x[0] / 5;
    f[1] = x[0] / 5 - x[1] / 2;
    f[2] = x[1] / 2 - x[2] / 10;
    return true;
  };
  const auto times = find_equilibrium({rates, {1, 1, 1}, {}, {}})->return_times();
  ASSERT_EQ(times.size(), 3u);
  EXPECT_NEAR(times[0], 10, 1e-6);
  EXPECT_NEAR(times[1], 5, 1e-6);
  EXPECT_NEAR(times[2], 2, 1e-6);
}

// The second stock counts what flows through the first: nothing reads it, so it cannot and need not
// rest.
TEST(EquilibriumTest, LeavesCountersAlone) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 10 - 2 * x[0];
    f[1] = 2 * x[0];
    return true;
  };
  const auto found = find_equilibrium({rates, {1, 7}, {1}, {}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 5, 1e-10);
  EXPECT_EQ(found->stocks[1], 7);
  EXPECT_EQ(found->counters, std::vector<std::size_t>{1});
}

// Lotka-Volterra rests at (c/d, a/b) with purely imaginary eigenvalues +-i sqrt(a c): not
// asymptotically stable.
TEST(EquilibriumTest, ReportsOscillation) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = x[0] * (1.1 - 0.4 * x[1]);
    f[1] = x[1] * (0.1 * x[0] - 0.4);
    return true;
  };
  const auto found = find_equilibrium({rates, {4.2, 2.6}, {}, {}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 4, 1e-8);
  EXPECT_NEAR(found->stocks[1], 2.75, 1e-8);
  EXPECT_NEAR(std::abs(found->eigenvalues[0].imag()), std::sqrt(1.1 * 0.4), 1e-6);
  EXPECT_EQ(found->stability(), Stability::neutral);
}

TEST(EquilibriumTest, SaysHowFarItCameWhenThereIsNone) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 1 + x[0] * x[0];
    return true;
  };
  const auto found = find_equilibrium({rates, {0.5}, {}, {"debt"}}, {.iterations = 50});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.diagnostics().entries().front().code, "E9011");
}

TEST(EquilibriumTest, FailsWhereTheModelHasNoValue) {
  const Rates rates = [](std::span<const double>, std::span<double>) { return false; };
  EXPECT_FALSE(find_equilibrium({rates, {1}, {}, {}}));
}

}  // namespace
}  // namespace slackwater::analysis
