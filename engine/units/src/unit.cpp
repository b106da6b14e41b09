#include "slackwater/units/unit.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>

namespace slackwater::units {
namespace {

constexpr double kTolerance = 1e-12;
constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

bool exact_integer(double value) {
  return value == std::floor(value) && value >= 1 && value <= kLargestExactInteger;
}

// Integers are kept in lowest terms, so that products of time units stay exact for as long as they
// can.
Scale reduced(double numerator, double denominator) {
  if (!exact_integer(numerator) || !exact_integer(denominator)) {
    return {numerator / denominator, 1};
  }
  const auto divisor = static_cast<double>(
      std::gcd(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)));
  return {numerator / divisor, denominator / divisor};
}

Scale multiply(Scale a, Scale b) {
  // Crosswise first: (a/604800) * 604800 must not pass through numbers above 2^53.
  const auto left = reduced(a.numerator, b.denominator);
  const auto right = reduced(b.numerator, a.denominator);
  return reduced(left.numerator * right.numerator, left.denominator * right.denominator);
}

Scale inverse(Scale scale) { return reduced(scale.denominator, scale.numerator); }

bool same_scale(Scale a, Scale b) {
  const auto left = a.numerator * b.denominator;
  const auto right = b.numerator * a.denominator;
  return std::fabs(left - right) <= kTolerance * std::fabs(left);
}

Scale power_of(Scale scale, Exponent exponent) {
  auto base = exponent.numerator < 0 ? inverse(scale) : scale;
  if (exponent.denominator != 1) {
    const auto value = std::fabs(to_double(exponent));
    return reduced(std::pow(base.numerator, value), std::pow(base.denominator, value));
  }
  Scale result;
  if (base.numerator == 1 && base.denominator == 1) return result;
  for (auto rest = std::abs(exponent.numerator); rest > 0; rest /= 2) {
    if (rest % 2 == 1) result = multiply(result, base);
    base = multiply(base, base);
  }
  return result;
}

}  // namespace

bool Unit::is_one() const { return same(*this, Unit{}); }

Unit operator*(const Unit& a, const Unit& b) {
  return {multiply(a.scale, b.scale), a.dimension * b.dimension};
}

Unit operator/(const Unit& a, const Unit& b) {
  return {multiply(a.scale, inverse(b.scale)), a.dimension * b.dimension.power({-1, 1})};
}

Unit power(const Unit& unit, Exponent exponent) {
  return {power_of(unit.scale, exponent), unit.dimension.power(exponent)};
}

Unit scaled(double factor, const Unit& unit) {
  return {multiply(reduced(factor, 1), unit.scale), unit.dimension};
}

bool same(const Unit& a, const Unit& b) {
  return a.dimension == b.dimension && same_scale(a.scale, b.scale);
}

std::optional<double> conversion_factor(const Unit& from, const Unit& to) {
  if (from.dimension != to.dimension) return std::nullopt;
  return multiply(from.scale, inverse(to.scale)).value();
}

}  // namespace slackwater::units
