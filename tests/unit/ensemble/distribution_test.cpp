#include "slackwater/ensemble/distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace slackwater::ensemble {
namespace {

Quantile make(std::string family, std::vector<std::pair<std::string, double>> arguments) {
  return *Quantile::make({std::move(family), std::move(arguments)}, {});
}

bool refused(std::string family, std::vector<std::pair<std::string, double>> arguments) {
  const auto made = Quantile::make({std::move(family), std::move(arguments)}, {});
  return !made && made.diagnostics().entries().front().code == "E9021";
}

// Closed forms of the quantile functions.
TEST(DistributionTest, UniformFamilies) {
  const auto uniform = make("uniform", {{"low", 2}, {"high", 6}});
  EXPECT_DOUBLE_EQ(uniform(0.25), 3);
  const auto log_uniform = make("log_uniform", {{"low", 1}, {"high", 100}});
  EXPECT_NEAR(log_uniform(0.5), 10, 1e-13);
}

// 1.6448536269514722 and 1.2815515655446004 are the 95 % and 90 % points of the standard normal
// distribution (Wichura 1988, AS 241).
TEST(DistributionTest, Normal) {
  const auto normal = make("normal", {{"mean", 10}, {"deviation", 2}});
  EXPECT_DOUBLE_EQ(normal(0.5), 10);
  EXPECT_NEAR(normal(0.95), 10 + 2 * 1.6448536269514722, 1e-13);
  EXPECT_NEAR(normal(0.1), 10 - 2 * 1.2815515655446004, 1e-13);
}

TEST(DistributionTest, LognormalMeetsItsMedianAndItsP95) {
  const auto lognormal = make("lognormal", {{"median", 40}, {"p95", 70}});
  EXPECT_NEAR(lognormal(0.5), 40, 1e-12);
  EXPECT_NEAR(lognormal(0.95), 70, 1e-11);
}

// Triangular distribution function: (x - a)^2 / ((b - a) (c - a)) below the mode c.
TEST(DistributionTest, Triangular) {
  const auto triangular = make("triangular", {{"low", 0}, {"mode", 1}, {"high", 4}});
  EXPECT_NEAR(triangular(0.25), 1, 1e-15);
  EXPECT_NEAR(triangular(0.0625), 0.5, 1e-15);
  EXPECT_NEAR(triangular(1 - 3.0 / 48), 4 - std::sqrt(0.75), 1e-14);
}

// Truncation rescales: the quantile of u is that of F(low) + u (F(high) - F(low)). A symmetric
// truncation keeps the median; a normal cut at its mean is half-normal, whose median is
// 0.6744897501960817.
TEST(DistributionTest, TruncationKeepsDrawsInside) {
  const auto half = make("normal", {{"mean", 0}, {"deviation", 1}, {"low", 0}});
  EXPECT_NEAR(half(0.5), 0.6744897501960817, 1e-12);
  const auto narrow = make("normal", {{"mean", 5}, {"deviation", 3}, {"low", 4}, {"high", 6}});
  EXPECT_NEAR(narrow(0.5), 5, 1e-12);
  for (const double u : {1e-15, 1e-6, 0.3, 0.999999, 1 - 1e-16}) {
    EXPECT_GE(narrow(u), 4);
    EXPECT_LE(narrow(u), 6);
  }
}

TEST(DistributionTest, RefusesArgumentsWithoutMeaning) {
  EXPECT_TRUE(refused("uniform", {{"low", 2}, {"high", 2}}));
  EXPECT_TRUE(refused("uniform", {{"low", 2}}));
  EXPECT_TRUE(refused("uniform", {{"low", NAN}, {"high", 2}}));
  EXPECT_TRUE(refused("log_uniform", {{"low", 0}, {"high", 2}}));
  EXPECT_TRUE(refused("normal", {{"mean", 0}, {"deviation", -1}}));
  EXPECT_TRUE(refused("lognormal", {{"median", 40}, {"p95", 30}}));
  EXPECT_TRUE(refused("triangular", {{"low", 0}, {"mode", 5}, {"high", 4}}));
  EXPECT_TRUE(refused("normal", {{"mean", 0}, {"deviation", 1}, {"low", 40}}));
  EXPECT_TRUE(refused("cauchy", {}));
}

// 0.158655 lies beyond one deviation of the normal distribution (tables).
TEST(DistributionTest, SaysHowMuchLiesOutside) {
  const auto uniform = make("uniform", {{"low", 2}, {"high", 6}});
  EXPECT_FALSE(uniform.outside(2, 6));
  ASSERT_TRUE(uniform.outside(3, 10));
  EXPECT_TRUE(uniform.outside(3, 10)->bounded);
  EXPECT_NEAR(uniform.outside(3, 10)->share, 0.25, 1e-12);
  const auto normal = make("normal", {{"mean", 10}, {"deviation", 2}});
  EXPECT_FALSE(normal.outside(8, 12)->bounded);
  EXPECT_NEAR(normal.outside(8, 12)->share, 2 * 0.158655, 1e-5);
  EXPECT_NEAR(normal.outside(0, 12)->share, 0.158655, 1e-5);
  EXPECT_FALSE(normal.outside(0, 20)) << "5 deviations: one draw in 1.7 million";
  const auto lognormal = make("lognormal", {{"median", 10}, {"p95", 20}});
  EXPECT_NEAR(lognormal.outside(0, 20)->share, 0.05, 1e-9);
}

}  // namespace
}  // namespace slackwater::ensemble
