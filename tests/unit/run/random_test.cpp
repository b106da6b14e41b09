// Random draws: the same key gives the same number whatever else is there, and the right
// distributions.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

constexpr const char* kDraws = R"(model "draws"

time week from 0 to 2000 step 1 save 1 method euler

aux gauss: 1 = normal(10, 2)

aux flat: 1 = uniform(3, 5)

aux skewed: 1 = lognormal(median = 40, p95 = 70)

aux few: 1 = poisson(4)

aux many: 1 = poisson(150)

aux pink: 1 = pink_noise(1, 0.2, 8 week)
)";

constexpr std::size_t kSamples = 32;

std::vector<RunSeries> samples(const Simulation& simulation) {
  std::vector<Variant> variants(kSamples, simulation.variant());
  for (std::size_t i = 0; i < kSamples; ++i) variants[i].sample = i;
  return simulation.run_all(variants);
}

std::vector<double> pooled(const Simulation& simulation, const std::string& name) {
  std::vector<double> all;
  for (const auto& run : samples(simulation)) {
    const auto series = simulation.of(run, name);
    all.insert(all.end(), series.begin(), series.end());
  }
  return all;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}
double variance(const std::vector<double>& x) {
  const double m = mean(x);
  double sum = 0;
  for (const double value : x) sum += (value - m) * (value - m);
  return sum / static_cast<double>(x.size());
}

// 64,032 independent draws: a mean is off by four standard errors once in 16,000 honest tests.
double four_errors(double deviation, std::size_t count) {
  return 4 * deviation / std::sqrt(static_cast<double>(count));
}

struct Moments {
  const char* name;
  double mean;
  double variance;
  double
      kurtosis;  ///< fourth central moment over the squared variance, for the error of the variance
};

TEST(RandomTest, MomentsAreThoseOfTheDistributions) {
  const Simulation simulation(kDraws);
  // Lognormal: mean = median exp(s^2/2), variance = mean^2 (exp(s^2) - 1), s = ln(p95 / median)
  // / 1.6449.
  const double s = std::log(70.0 / 40) / 1.6448536269514722;
  const double q = std::exp(s * s);
  const double lognormal_mean = 40 * std::sqrt(q);
  const double lognormal_kurtosis = q * q * q * q + 2 * q * q * q + 3 * q * q - 3;
  const Moments all[] = {
      {"gauss", 10, 4, 3},
      {"flat", 4, 4.0 / 12, 1.8},
      {"skewed", lognormal_mean, lognormal_mean * lognormal_mean * (q - 1), lognormal_kurtosis},
      {"few", 4, 4, 3 + 1.0 / 4},
      {"many", 150, 150, 3 + 1.0 / 150}};
  for (const Moments& moments : all) {
    const auto x = pooled(simulation, moments.name);
    EXPECT_NEAR(mean(x), moments.mean, four_errors(std::sqrt(moments.variance), x.size()))
        << moments.name;
    EXPECT_NEAR(variance(x), moments.variance,
                four_errors(moments.variance * std::sqrt(moments.kurtosis - 1), x.size()))
        << moments.name;
  }
}

// An autoregressive process with coefficient 1 - 1/8: variance deviation^2, correlation (7/8)^lag.
TEST(RandomTest, PinkNoiseHasItsDeviationAndItsMemory) {
  const Simulation simulation(kDraws);
  double sum = 0, squares = 0, neighbours = 0, far = 0;
  std::size_t count = 0;
  for (const auto& run : samples(simulation)) {
    const auto x = simulation.of(run, "pink");
    for (std::size_t i = 0; i + 8 < x.size(); ++i, ++count) {
      sum += x[i] - 1;
      squares += (x[i] - 1) * (x[i] - 1);
      neighbours += (x[i] - 1) * (x[i + 1] - 1);
      far += (x[i] - 1) * (x[i + 8] - 1);
    }
  }
  // Fifteen times fewer independent values than steps: (1 + 7/8) / (1 - 7/8).
  const double independent = static_cast<double>(count) / 15;
  const double variance = squares / static_cast<double>(count);
  EXPECT_NEAR(sum / static_cast<double>(count), 0, 4 * 0.2 / std::sqrt(independent));
  EXPECT_NEAR(variance, 0.04, 4 * 0.04 * std::sqrt(2 / independent));
  EXPECT_NEAR(neighbours / squares, 7.0 / 8, 0.02);
  EXPECT_NEAR(far / squares, std::pow(7.0 / 8, 8), 0.05);
}

TEST(RandomTest, AddingAVariableChangesNoOtherDraw) {
  const Simulation before(kDraws);
  const Simulation after(std::string(kDraws) + "\naux another: 1 = normal(0, 1) + gauss\n");
  const auto x = before.run();
  const auto y = after.run();
  for (const char* name : {"gauss", "flat", "skewed", "few", "many", "pink"}) {
    EXPECT_EQ(before.of(x, name), after.of(y, name)) << name;
  }
}

TEST(RandomTest, SeedsAndSamplesAreIndependent) {
  Simulation simulation(kDraws);
  const auto runs = samples(simulation);
  const auto a = simulation.of(runs[0], "gauss");
  const auto b = simulation.of(runs[1], "gauss");
  simulation.settings.seed = 1;
  const auto c = simulation.of(simulation.run(), "gauss");
  const auto correlation = [](const std::vector<double>& x, const std::vector<double>& y) {
    const double mx = mean(x), my = mean(y);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
    return sum / static_cast<double>(x.size()) / std::sqrt(variance(x) * variance(y));
  };
  EXPECT_NEAR(correlation(a, b), 0, four_errors(1, a.size()));
  EXPECT_NEAR(correlation(a, c), 0, four_errors(1, a.size()));
}

// A draw is made once per step and held over its stages: with rk4 the integral is the sum of the
// draws.
TEST(RandomTest, DrawsAreHeldOverTheStagesOfAStep) {
  const Simulation simulation(R"(model "held draws"

time week from 0 to 20 step 1/4 save 1/4 method rk4

stock total: week = 0
    inflow noise

flow noise: 1 = normal(0, 1)
)");
  for (const Way& way : ways()) {
    const auto run = way.run(simulation);
    const auto sum = simulation.of(run, "total");
    const auto noise = simulation.of(run, "noise");
    double expected = 0;
    for (std::size_t i = 0; i < sum.size(); ++i) {
      EXPECT_NEAR(sum[i], expected, 1e-12) << way.name;
      expected += 0.25 * noise[i];
    }
  }
}

}  // namespace
}  // namespace slackwater::run::test
