#include "slackwater/program/random_operators.hpp"

#include <cmath>
#include <limits>

#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::program {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kNormalP95 = 1.6448536269514722;
constexpr double kHalfLnTwoPi = 0.91893853320467274178;
constexpr double kLargestMean = 1e15;  // above, a double does not count in ones

double standard_normal(const base::DrawKey& key) {
  return math::normal_quantile(base::uniform_open(key));
}

double uniform(double low, double high, const base::DrawKey& key) {
  if (!(low <= high)) return kNan;
  return low + (high - low) * base::uniform_open(key);
}

double normal(double mean, double deviation, const base::DrawKey& key) {
  if (!(deviation >= 0)) return kNan;
  return mean + deviation * standard_normal(key);
}

double lognormal(double median, double p95, const base::DrawKey& key) {
  if (!(median > 0) || !(p95 >= median)) return kNan;
  return median * math::pow(p95 / median, standard_normal(key) / kNormalP95);
}

// ln(k!): exact products for small k, else Stirling's series, whose first omitted term is below
// 1e-13 from 10 on.
double ln_factorial(double k) {
  if (k < 10) {
    double product = 1;
    for (double factor = 2; factor <= k; ++factor) product *= factor;
    return math::ln(product);
  }
  const double n = k + 1;
  const double r = 1 / (n * n);
  const double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680)))) / n;
  return (n - 0.5) * math::ln(n) - n + kHalfLnTwoPi + series;
}

double poisson_by_search(double mean, const base::DrawKey& key) {
  const double u = base::uniform_open(key);
  double probability = math::exp(-mean);
  double sum = probability;
  double k = 0;
  // The sum reaches every u below 1 - 2^-53 long before 200 (mean < 10).
  while (u > sum && k < 200) {
    ++k;
    probability *= mean / k;
    sum += probability;
  }
  return k;
}

double poisson_by_rejection(double mean, const base::DrawKey& key) {
  const double b = 0.931 + 2.53 * math::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  const double ln_mean = math::ln(mean);
  for (std::uint32_t counter = 0;; counter += 2) {
    const double u = base::uniform_open(key, counter) - 0.5;
    const double v = base::uniform_open(key, counter + 1);
    const double us = 0.5 - math::abs(u);
    const double k = math::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double left = math::ln(v * inverse_alpha / (a / (us * us) + b));
    if (left <= k * ln_mean - mean - ln_factorial(k)) return k;
  }
}

double poisson(double mean, const base::DrawKey& key) {
  if (!(mean >= 0) || mean > kLargestMean) return kNan;
  return mean < 10 ? poisson_by_search(mean, key) : poisson_by_rejection(mean, key);
}

}  // namespace

double draw(Operation operation, double a, double b, const base::DrawKey& key) {
  switch (operation) {
    case Operation::random_uniform:
      return uniform(a, b, key);
    case Operation::random_normal:
      return normal(a, b, key);
    case Operation::random_lognormal:
      return lognormal(a, b, key);
    case Operation::random_poisson:
      return poisson(a, key);
    default:
      return kNan;
  }
}

}  // namespace slackwater::program
