#include "slackwater/program/random_operators.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

// Closed forms of the distributions; bounds are five standard errors of the estimate.
namespace slackwater::program {
namespace {

constexpr int kDraws = 40000;

std::vector<double> many(Operation op, double a, double b) {
  std::vector<double> draws;
  for (std::uint64_t step = 0; step < kDraws; ++step) {
    draws.push_back(draw(op, a, b, {42, 3, base::stream_of("x"), step}));
  }
  return draws;
}

double mean(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

double variance(const std::vector<double>& x) {
  const double m = mean(x);
  double sum = 0;
  for (const double v : x) sum += (v - m) * (v - m);
  return sum / static_cast<double>(x.size() - 1);
}

TEST(DrawTest, PoissonHasItsMeanAndVariance) {
  for (const double lambda : {0.2, 3.0, 9.99, 10.0, 35.5, 1000.0}) {
    const auto x = many(Operation::random_poisson, lambda, 0);
    EXPECT_NEAR(mean(x), lambda, 5 * std::sqrt(lambda / kDraws)) << lambda;
    // Var of the sample variance of a Poisson: (lambda + 2 lambda^2) / n.
    EXPECT_NEAR(variance(x), lambda, 5 * std::sqrt((lambda + 2 * lambda * lambda) / kDraws))
        << lambda;
    for (const double k : x) ASSERT_TRUE(k >= 0 && k == std::floor(k));
  }
}

// Chi-square against the probability function, on both sides of the change of method.
TEST(DrawTest, PoissonHasItsProbabilities) {
  for (const double lambda : {4.0, 20.0}) {
    const auto x = many(Operation::random_poisson, lambda, 0);
    std::vector<int> count(64);
    for (const double k : x) ++count[static_cast<std::size_t>(std::min(k, 63.0))];
    double chi2 = 0;
    int cells = 0;
    double p = std::exp(-lambda);
    for (int k = 0; k < 63; ++k) {
      if (k > 0) p *= lambda / k;
      const double expected = p * kDraws;
      if (expected < 10) continue;
      chi2 += (count[static_cast<std::size_t>(k)] - expected) *
              (count[static_cast<std::size_t>(k)] - expected) / expected;
      ++cells;
    }
    EXPECT_LT(chi2, cells + 5 * std::sqrt(2.0 * cells)) << lambda;
  }
}

TEST(DrawTest, NormalHasItsMeanAndDeviation) {
  const auto x = many(Operation::random_normal, 3, 2);
  EXPECT_NEAR(mean(x), 3, 5 * 2 / std::sqrt(kDraws));
  EXPECT_NEAR(variance(x), 4, 5 * 4 * std::sqrt(2.0 / kDraws));
}

TEST(DrawTest, UniformStaysInsideItsLimits) {
  const auto x = many(Operation::random_uniform, -1, 3);
  EXPECT_NEAR(mean(x), 1, 5 * 4 / std::sqrt(12.0 * kDraws));
  for (const double v : x) ASSERT_TRUE(v > -1 && v < 3);
}

TEST(DrawTest, LognormalHasItsMedianAndPercentile) {
  const auto x = many(Operation::random_lognormal, 40, 70);
  int below_median = 0;
  int below_p95 = 0;
  for (const double v : x) {
    below_median += v < 40;
    below_p95 += v < 70;
  }
  EXPECT_NEAR(below_median / double{kDraws}, 0.5, 5 * std::sqrt(0.25 / kDraws));
  EXPECT_NEAR(below_p95 / double{kDraws}, 0.95, 5 * std::sqrt(0.95 * 0.05 / kDraws));
}

TEST(DrawTest, WhatHasNoMeaningIsNan) {
  const base::DrawKey key{1, 2, 3, 4};
  EXPECT_TRUE(std::isnan(draw(Operation::random_normal, 0, -1, key)));
  EXPECT_TRUE(std::isnan(draw(Operation::random_uniform, 2, 1, key)));
  EXPECT_TRUE(std::isnan(draw(Operation::random_lognormal, 0, 1, key)));
  EXPECT_TRUE(std::isnan(draw(Operation::random_lognormal, 2, 1, key)));
  EXPECT_TRUE(std::isnan(draw(Operation::random_poisson, -1, 0, key)));
  EXPECT_TRUE(std::isnan(draw(Operation::random_poisson, INFINITY, 0, key)));
}

TEST(DrawTest, DependsOnEveryPartOfTheKey) {
  const base::DrawKey key{1, 2, 3, 4};
  const double x = draw(Operation::random_normal, 0, 1, key);
  EXPECT_EQ(x, draw(Operation::random_normal, 0, 1, key));
  for (const base::DrawKey& other : {base::DrawKey{9, 2, 3, 4}, base::DrawKey{1, 9, 3, 4},
                                     base::DrawKey{1, 2, 9, 4}, base::DrawKey{1, 2, 3, 9}}) {
    EXPECT_NE(x, draw(Operation::random_normal, 0, 1, other));
  }
}

}  // namespace
}  // namespace slackwater::program
