#pragma once

#include <mpfr.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

// Measures a function against MPFR, which rounds the exact result correctly at any precision.

namespace slackwater::program::math::test {

// An MPFR number of 140 bits: more than a double and a half beyond the 53 under test.
class Exact {
 public:
  Exact() { mpfr_init2(value_, 140); }
  ~Exact() { mpfr_clear(value_); }
  Exact(const Exact&) = delete;
  Exact& operator=(const Exact&) = delete;
  mpfr_ptr get() { return value_; }

 private:
  mpfr_t value_;
};

// |result - exact| in units in the last place of exact, as a double has it (subnormals share the
// least unit). Zero where both are the same infinity, zero or NaN, or where exact rounds to the
// infinity given; infinite otherwise.
inline double error_in_ulps(double result, mpfr_ptr exact) {
  if (mpfr_nan_p(exact) || std::isnan(result)) {
    return mpfr_nan_p(exact) && std::isnan(result) ? 0.0 : std::numeric_limits<double>::infinity();
  }
  const double nearest = mpfr_get_d(exact, MPFR_RNDN);
  if (std::isinf(result) || std::isinf(nearest)) {
    if (result == nearest) return 0.0;
    // One of the two is the largest double: one unit apart; anything else is simply wrong.
    const bool neighbours =
        std::fabs(std::isinf(result) ? nearest : result) == std::numeric_limits<double>::max();
    return neighbours && std::signbit(result) == std::signbit(nearest)
               ? 1.0
               : std::numeric_limits<double>::infinity();
  }
  if (mpfr_zero_p(exact)) return result == 0.0 ? 0.0 : std::numeric_limits<double>::infinity();
  const long exponent = std::max<long>(mpfr_get_exp(exact) - 53, -1074);
  mpfr_t difference;
  mpfr_init2(difference, 140);
  mpfr_sub_d(difference, exact, result, MPFR_RNDN);
  mpfr_mul_2si(difference, difference, -exponent, MPFR_RNDN);
  const double error = std::fabs(mpfr_get_d(difference, MPFR_RNDN));
  mpfr_clear(difference);
  return error;
}

using Unary = double (*)(double);
using ExactUnary = std::function<void(mpfr_ptr result, mpfr_ptr argument)>;

struct WorstCase {
  double error = 0.0;
  double first = 0.0;
  double second = 0.0;
  std::size_t count = 0;
};

inline WorstCase measure(Unary function, const ExactUnary& exact_function,
                         const std::vector<double>& arguments) {
  Exact argument;
  Exact exact;
  WorstCase worst;
  for (const double x : arguments) {
    mpfr_set_d(argument.get(), x, MPFR_RNDN);
    exact_function(exact.get(), argument.get());
    const double error = error_in_ulps(function(x), exact.get());
    ++worst.count;
    if (!(error <= worst.error)) {
      worst.error = error;
      worst.first = x;
    }
  }
  return worst;
}

// How many random points a test takes: SLACKWATER_MATH_SAMPLES if set, else the quick number.
inline std::size_t sample_count(std::size_t quick) {
  const char* wanted = std::getenv("SLACKWATER_MATH_SAMPLES");
  return wanted == nullptr ? quick : static_cast<std::size_t>(std::strtoull(wanted, nullptr, 10));
}

// Zeros, ones, powers of two and their neighbours, extremes of every kind, both signs.
inline std::vector<double> boundary_values() {
  std::vector<double> values = {
      0.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::max(),
      std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::min()};
  const double infinity = std::numeric_limits<double>::infinity();
  for (int exponent = -1074; exponent <= 1023; exponent += 1)
    values.push_back(std::ldexp(1.0, exponent));
  for (const double x : {1.0,
                         0.5,
                         2.0,
                         10.0,
                         1e15,
                         1e22,
                         0.1,
                         0.7071067811865476,
                         1.4142135623730951,
                         0.41421356237309503,
                         2.414213562373095,
                         0.425,
                         0.075,
                         0.925,
                         709.782712893384,
                         710.0,
                         745.1332191019411,
                         746.0,
                         40.0,
                         22.0,
                         1600.0,
                         0.34657359027997264,
                         1.0397207708399179,
                         0.6931471805599453}) {
    values.push_back(x);
  }
  const std::size_t count = values.size();
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(std::nextafter(values[i], infinity));
    values.push_back(std::nextafter(values[i], 0.0));
  }
  const std::size_t both = values.size();
  for (std::size_t i = 0; i < both; ++i) values.push_back(-values[i]);
  return values;
}

// count doubles with random bits: every binade alike, both signs, no NaN.
inline void add_random_bits(std::vector<double>& values, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  while (count > 0) {
    const double x = std::bit_cast<double>(random());
    if (std::isnan(x)) continue;
    values.push_back(x);
    --count;
  }
}

// count doubles with |x| in [2^lowest, 2^highest), binades alike.
inline void add_binades(std::vector<double>& values, std::size_t count, int lowest, int highest,
                        std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<int> exponent(lowest, highest - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t bits = random();
    const double mantissa = 1.0 + static_cast<double>(bits >> 12) * 0x1p-52;
    values.push_back(std::ldexp((bits & 1) != 0 ? -mantissa : mantissa, exponent(random)));
  }
}

inline void add_uniform(std::vector<double>& values, std::size_t count, double low, double high,
                        std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(low, high);
  for (std::size_t i = 0; i < count; ++i) values.push_back(uniform(random));
}

}  // namespace slackwater::program::math::test
