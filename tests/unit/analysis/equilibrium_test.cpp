#include "slackwater/analysis/equilibrium.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace slackwater::analysis {
namespace {

// dx/dt = r x (1 - x/K): rests at K, where the slope is -r.
TEST(EquilibriumTest, FindsTheCapacityOfLogisticGrowth) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 0.3 * x[0] * (1 - x[0] / 50);
    return true;
  };
  const auto found = find_equilibrium(rates, {5});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 50, 1e-9);
  ASSERT_EQ(found->eigenvalues.size(), 1u);
  EXPECT_NEAR(found->eigenvalues[0].real(), -0.3, 1e-6);
  EXPECT_TRUE(found->stable());
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
  const auto found = find_equilibrium(rates, {90, 10});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 25, 1e-8);
  EXPECT_NEAR(found->stocks[1], 75, 1e-8);
  EXPECT_EQ(found->free_directions, 1);
  EXPECT_NEAR(found->eigenvalues[1].real(), -0.4, 1e-6);
  EXPECT_TRUE(found->stable());
}

// The second stock counts what flows through the first: nothing reads it, so it cannot and need not
// rest.
TEST(EquilibriumTest, LeavesCountersAlone) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 10 - 2 * x[0];
    f[1] = 2 * x[0];
    return true;
  };
  const auto found = find_equilibrium(rates, {1, 7});
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
  const auto found = find_equilibrium(rates, {4.2, 2.6});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stocks[0], 4, 1e-8);
  EXPECT_NEAR(found->stocks[1], 2.75, 1e-8);
  EXPECT_NEAR(std::abs(found->eigenvalues[0].imag()), std::sqrt(1.1 * 0.4), 1e-6);
}

TEST(EquilibriumTest, SaysHowFarItCameWhenThereIsNone) {
  const Rates rates = [](std::span<const double> x, std::span<double> f) {
    f[0] = 1 + x[0] * x[0];
    return true;
  };
  const auto found = find_equilibrium(rates, {0.5}, {.iterations = 50});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.diagnostics().entries().front().code, "E9011");
}

TEST(EquilibriumTest, FailsWhereTheModelHasNoValue) {
  const Rates rates = [](std::span<const double>, std::span<double>) { return false; };
  EXPECT_FALSE(find_equilibrium(rates, {1}));
}

}  // namespace
}  // namespace slackwater::analysis
