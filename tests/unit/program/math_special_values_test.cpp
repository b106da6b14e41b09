#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "math_oracle.hpp"
#include "slackwater/program/math/generic_functions.hpp"
#include "slackwater/program/math/scalar_functions.hpp"

// Expected values follow from the definitions: limits, domains, signs of zero, and rules named in
// the headers.

namespace slackwater::program::math::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kLargest = std::numeric_limits<double>::max();

// Equal bits: tells zeros apart, and takes only the canonical NaN for a NaN.
void expect_bits(double result, double expected) {
  const std::uint64_t expected_bits =
      std::isnan(expected) ? kCanonicalNanBits : std::bit_cast<std::uint64_t>(expected);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(result), expected_bits)
      << result << " instead of " << expected;
}

TEST(MathSpecialValuesTest, ANanGivesTheCanonicalNan) {
  for (const std::uint64_t bits :
       {0x7ff8000000000000ull, 0xfff8000000000000ull, 0x7ff800000000beefull}) {
    const double nan = std::bit_cast<double>(bits);
    for (const Unary function : {exp, ln, log10, logistic, tanh, sin, cos, tan, asin, acos, atan,
                                 normal_quantile, sqrt, floor, round, sign, abs}) {
      expect_bits(function(nan), kNan);
    }
    for (const auto function : {pow, mod, min, max}) {
      for (const double other : {0.0, 1.0, -2.5, kInfinity, nan}) {
        expect_bits(function(nan, other), kNan);
        expect_bits(function(other, nan), kNan);
      }
    }
    expect_bits(clip(nan, 0, 1), kNan);
  }
}

TEST(MathSpecialValuesTest, OutsideTheDomainIsNan) {
  expect_bits(ln(-1), kNan);
  expect_bits(ln(-kLeast), kNan);
  expect_bits(ln(-kInfinity), kNan);
  expect_bits(log10(-1), kNan);
  expect_bits(sqrt(-1), kNan);
  expect_bits(sqrt(-kInfinity), kNan);
  expect_bits(asin(1.0000000000000002), kNan);
  expect_bits(acos(-1.0000000000000002), kNan);
  expect_bits(acos(kInfinity), kNan);
  expect_bits(sin(kInfinity), kNan);
  expect_bits(cos(-kInfinity), kNan);
  expect_bits(tan(kInfinity), kNan);
  expect_bits(pow(-8, 1.0 / 3), kNan);
  expect_bits(mod(1, 0), kNan);
  expect_bits(mod(kInfinity, 2), kNan);
  expect_bits(normal_quantile(-kLeast), kNan);
  expect_bits(normal_quantile(1.0000000000000002), kNan);
}

TEST(MathSpecialValuesTest, PolesAndLimits) {
  expect_bits(ln(0), -kInfinity);
  expect_bits(ln(-0.0), -kInfinity);
  expect_bits(ln(kInfinity), kInfinity);
  expect_bits(log10(0), -kInfinity);
  expect_bits(exp(kInfinity), kInfinity);
  expect_bits(exp(-kInfinity), 0.0);
  expect_bits(exp(710), kInfinity);
  expect_bits(exp(-746), 0.0);
  expect_bits(exp(0), 1.0);
  expect_bits(exp(-0.0), 1.0);
  expect_bits(ln(1), 0.0);
  expect_bits(logistic(kInfinity), 1.0);
  expect_bits(logistic(-kInfinity), 0.0);
  expect_bits(logistic(0), 0.5);
  expect_bits(tanh(kInfinity), 1.0);
  expect_bits(tanh(-kInfinity), -1.0);
  expect_bits(cos(0), 1.0);
  expect_bits(acos(1), 0.0);
  expect_bits(normal_quantile(0), -kInfinity);
  expect_bits(normal_quantile(1), kInfinity);
  expect_bits(normal_quantile(0.5), 0.0);
  // pi and its half, rounded: the published digits 3.141592653589793238...
  expect_bits(acos(-1), 3.141592653589793238);
  expect_bits(atan(kInfinity), 1.5707963267948966192);
  expect_bits(atan(-kInfinity), -1.5707963267948966192);
  expect_bits(asin(1), 1.5707963267948966192);
}

TEST(MathSpecialValuesTest, OddFunctionsKeepTheSignOfZeroAndTinyArguments) {
  for (const Unary function : {sin, tan, asin, atan, tanh}) {
    for (const double x : {0.0, kLeast, 2.2250738585072014e-308, 1e-300, 1e-9}) {
      expect_bits(function(x), x);
      expect_bits(function(-x), -x);
    }
  }
  expect_bits(sqrt(-0.0), -0.0);
  expect_bits(floor(-0.0), -0.0);
  expect_bits(round(-0.0), -0.0);
  expect_bits(round(-0.25), -0.0);
}

TEST(MathSpecialValuesTest, PowFollowsItsRules) {
  for (const double x : {0.0, -0.0, 1.0, -1.0, 7.5, -7.5, kInfinity, -kInfinity, kLeast}) {
    expect_bits(pow(x, 0.0), 1.0);
    expect_bits(pow(x, -0.0), 1.0);
  }
  expect_bits(pow(0.0, -1), kInfinity);
  expect_bits(pow(-0.0, -1), -kInfinity);
  expect_bits(pow(-0.0, -2), kInfinity);
  expect_bits(pow(-0.0, 3), -0.0);
  expect_bits(pow(-0.0, 0.5), 0.0);
  expect_bits(pow(-2, 3), -8.0);
  expect_bits(pow(-2, 4), 16.0);
  expect_bits(pow(-2, 0x1p+53), kInfinity);
  expect_bits(pow(-2, -1075), -0.0);
  expect_bits(pow(-kInfinity, 3), -kInfinity);
  expect_bits(pow(-kInfinity, -3), -0.0);
  expect_bits(pow(0.5, kInfinity), 0.0);
  expect_bits(pow(0.5, -kInfinity), kInfinity);
  expect_bits(pow(-1, kInfinity), 1.0);
  expect_bits(pow(1, kInfinity), 1.0);
  for (int exponent = -1074; exponent < 1024; ++exponent)
    expect_bits(pow(2, exponent), std::ldexp(1.0, exponent));
}

TEST(MathSpecialValuesTest, PowMultipliesWithSmallWholeExponents) {
  std::vector<double> bases = {0.0,       -0.0,       0.1,     -0.1,     1e-108,    -1e-108, 1e-162,
                               kInfinity, -kInfinity, kLeast,  -kLeast,  0x1p-1022, 1e154,   -1e154,
                               1e103,     0x1p+1023,  1.0 / 3, 0x1p-341, 0x1p-511};
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> uniform(-10, 10);
  for (int i = 0; i < 1000; ++i) bases.push_back(uniform(random));
  for (const double x : bases) {
    expect_bits(pow(x, 1), x);
    expect_bits(pow(x, 2), x * x);
    expect_bits(pow(x, 3), x * x * x);
  }
  for (const double exponent : {0.0, 1.0, 2.0, 3.0}) {
    expect_bits(pow(-std::bit_cast<double>(kCanonicalNanBits), exponent), kNan);
  }
}

// A vector with one unusual lane is worked out by the longer way, all of it.
TEST(MathSpecialValuesTest, PowIsTheSameTheShortAndTheLongWay) {
  std::mt19937_64 random(8);
  std::uniform_real_distribution<double> binade(-30, 30);
  std::uniform_real_distribution<double> log(-800, 800);  // 600 and more goes the long way
  for (int i = 0; i < 100'000; ++i) {
    const double base = std::exp2(binade(random));
    const double exponent = log(random) / (std::log(base) + 1e-9);
    expect_bits(generic::power<ScalarPolicy>(base, exponent),
                generic::power_anywhere<ScalarPolicy>(base, exponent));
  }
}

TEST(MathSpecialValuesTest, MinAndMaxDoNotDependOnTheOrder) {
  expect_bits(min(0.0, -0.0), -0.0);
  expect_bits(min(-0.0, 0.0), -0.0);
  expect_bits(max(0.0, -0.0), 0.0);
  expect_bits(max(-0.0, 0.0), 0.0);
  expect_bits(min(-kInfinity, 3), -kInfinity);
  expect_bits(max(2, 3), 3);
  expect_bits(max(3, 2), 3);
  expect_bits(min(2, 3), 2);
  expect_bits(clip(5, 0, 1), 1.0);
  expect_bits(clip(-5, 0, 1), 0.0);
  expect_bits(clip(0.5, 1, 0), 0.0);
}

TEST(MathSpecialValuesTest, SignAndSafeDivision) {
  expect_bits(sign(-kLeast), -1.0);
  expect_bits(sign(kInfinity), 1.0);
  expect_bits(sign(-0.0), 0.0);
  expect_bits(safe_div(1, 4, 9), 0.25);
  expect_bits(safe_div(1, -0.0, 9), 9.0);
  expect_bits(safe_div(0, 0, 9), 9.0);
  expect_bits(safe_div(1, kInfinity, 9), 0.0);
}

TEST(MathSpecialValuesTest, TruthIsAnythingButZero) {
  using V = ScalarPolicy;
  expect_bits(generic::logical_and<V>(2, -1), 1.0);
  expect_bits(generic::logical_and<V>(2, -0.0), 0.0);
  expect_bits(generic::logical_or<V>(0, 0), 0.0);
  expect_bits(generic::logical_or<V>(0, 0.1), 1.0);
  expect_bits(generic::logical_not<V>(0.1), 0.0);
  expect_bits(generic::logical_not<V>(-0.0), 1.0);
  expect_bits(generic::select<V>(0, 1, 2), 2.0);
  expect_bits(generic::select<V>(-3, 1, kInfinity), 1.0);
  expect_bits(generic::less<V>(1, 2), 1.0);
  expect_bits(generic::less<V>(kNan, 2), 0.0);
  expect_bits(generic::not_equal<V>(kNan, kNan), 1.0);
}

TEST(MathRoundingTest, HalvesGoAwayFromZero) {
  expect_bits(round(0.5), 1.0);
  expect_bits(round(-0.5), -1.0);
  expect_bits(round(2.5), 3.0);
  expect_bits(round(0.49999999999999994), 0.0);  // adding one half first would give 1
  expect_bits(round(4503599627370497.5), 4503599627370498.0);
  expect_bits(round(9007199254740993.0), 9007199254740993.0);
  expect_bits(round(-kInfinity), -kInfinity);
  expect_bits(floor(-0.1), -1.0);
  expect_bits(floor(kLargest), kLargest);
}

// The C library's round and floor are exact by definition.
TEST(MathRoundingTest, AgreesWithTheLibrary) {
  std::vector<double> values = boundary_values();
  add_random_bits(values, 20'000, 41);
  add_binades(values, 20'000, -3, 54, 42);
  for (const double x : values) {
    expect_bits(round(x), std::round(x));
    expect_bits(floor(x), std::floor(x));
  }
}

TEST(MathModTest, HasTheSignOfTheDivisor) {
  expect_bits(mod(7, 3), 1.0);
  expect_bits(mod(-7, 3), 2.0);
  expect_bits(mod(7, -3), -2.0);
  expect_bits(mod(-7, -3), -1.0);
  expect_bits(mod(6, 3), 0.0);
  expect_bits(mod(-6, 3), 0.0);
  expect_bits(mod(6, -3), -0.0);
  expect_bits(mod(-0.0, 3), 0.0);
  expect_bits(mod(5, kInfinity), 5.0);
  expect_bits(mod(-5, kInfinity), kInfinity);
  expect_bits(mod(-1e-20, 3), 3.0);  // the exact 3 - 1e-20 rounds to the divisor
  expect_bits(mod(1e300, kLeast), 0.0);
}

// fmod is exact by definition; the floored remainder differs from it by one divisor where the signs
// differ.
TEST(MathModTest, IsTheExactRemainder) {
  std::vector<double> dividends;
  std::vector<double> divisors;
  add_random_bits(dividends, 20'000, 51);
  add_random_bits(divisors, 20'000, 52);
  add_binades(dividends, 60'000, -10, 60, 53);
  add_binades(divisors, 60'000, -10, 10, 54);
  add_uniform(dividends, 20'000, -1000, 1000, 55);
  for (int i = 0; i < 20'000; ++i) divisors.push_back(0.1 * (1 + i % 40));
  // Quotients that round to a whole number from below.
  for (int i = 1; i < 20'000; ++i) {
    dividends.push_back(std::nextafter(i * 0.1, i % 2 == 0 ? 0.0 : 1e9));
    divisors.push_back(0.1);
  }
  for (std::size_t i = 0; i < dividends.size(); ++i) {
    const double a = dividends[i];
    const double b = divisors[i];
    double expected = std::isnan(a) || std::isnan(b) ? kNan : std::fmod(a, b);
    if (expected != 0 && std::signbit(expected) != std::signbit(b)) expected += b;
    if (expected == 0) expected = std::copysign(0.0, b);
    expect_bits(mod(a, b), expected);
  }
}

// Neighbouring arguments, near and far: the results may be equal but must not step back.
void expect_rising(Unary function, const std::vector<double>& starts) {
  int faults = 0;
  for (double x : starts) {
    double last = function(x);
    for (int step = 0; step < 50 && faults < 5; ++step) {
      x = std::nextafter(x, kInfinity);
      const double value = function(x);
      if (value < last) {
        ++faults;
        ADD_FAILURE() << "falls at " << x << ": " << last << " then " << value;
      }
      last = value;
    }
  }
}

TEST(MathMonotonyTest, RisesBetweenNeighbours) {
  std::vector<double> anywhere;
  add_uniform(anywhere, 20'000, -745, 709, 61);
  add_binades(anywhere, 10'000, -55, 4, 62);
  // Where one reduction ends and the next begins: odd multiples of ln(2) / 2.
  for (int k = -1070; k < 1023; ++k) {
    double x = (k + 0.5) * 0.6931471805599453;
    for (int step = 0; step < 25; ++step) x = std::nextafter(x, -kInfinity);
    anywhere.push_back(x);
  }
  expect_rising(exp, anywhere);

  std::vector<double> positive;
  add_uniform(positive, 20'000, 0.3, 3, 63);
  add_binades(positive, 10'000, -1074, 1023, 64);
  for (double& x : positive) x = std::fabs(x);
  for (int k = -1021; k < 1023; ++k) {
    double x = std::ldexp(1.4142135623730951, k);
    for (int step = 0; step < 25; ++step) x = std::nextafter(x, 0.0);
    positive.push_back(x);
  }
  expect_rising(ln, positive);
  expect_rising(log10, positive);
}

TEST(MathMonotonyTest, RisesOverAGrid) {
  const auto rises = [](Unary function, double low, double high, int count) {
    double last = function(low);
    for (int i = 1; i <= count; ++i) {
      const double value = function(low + (high - low) * i / count);
      EXPECT_LE(last, value) << i;
      last = value;
    }
  };
  rises(exp, -746, 710, 200'000);
  rises(ln, 0, 1e6, 200'000);
  rises(log10, 0, 1e6, 200'000);
  rises(logistic, -750, 50, 200'000);
  rises(tanh, -25, 25, 200'000);
  rises(atan, -100, 100, 200'000);
  rises(asin, -1, 1, 200'000);
  rises(normal_quantile, 0, 1, 200'000);
}

}  // namespace
}  // namespace slackwater::program::math::test
