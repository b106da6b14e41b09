#include "interval.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace slackwater::model {
namespace {

// Zero times anything is zero: an unbounded factor is still a number.
double product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

// What is no number bounds nothing.
Interval sane(Interval x) {
  if (std::isnan(x.low)) x.low = -Interval::kInfinity;
  if (std::isnan(x.high)) x.high = Interval::kInfinity;
  return x;
}

}  // namespace

Interval hull(Interval a, Interval b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }

Interval operator+(Interval a, Interval b) { return sane({a.low + b.low, a.high + b.high}); }
Interval operator-(Interval a) { return {-a.high, -a.low}; }
Interval operator-(Interval a, Interval b) { return a + -b; }

Interval operator*(Interval a, Interval b) {
  const std::array<double, 4> corners = {product(a.low, b.low), product(a.low, b.high),
                                         product(a.high, b.low), product(a.high, b.high)};
  const auto [low, high] = std::minmax_element(corners.begin(), corners.end());
  return {*low, *high};
}

Interval operator/(Interval a, Interval b) {
  if (b.low < 0 && b.high > 0) return {};
  if (b.low == 0 && b.high == 0) return {};
  const double high = b.low == 0 ? Interval::kInfinity : 1 / b.low;
  const double low = b.high == 0 ? -Interval::kInfinity : 1 / b.high;
  return a * Interval{low, high};
}

Interval power(Interval base, Interval exponent) {
  if (base.low < 0) {
    const bool is_even = exponent.low == exponent.high && std::fmod(exponent.low, 2) == 0;
    if (!is_even || exponent.low < 0) return {};
    const double reach = std::max(-base.low, std::fabs(base.high));
    return {0, std::pow(reach, exponent.low)};
  }
  const std::array<double, 4> corners = {
      std::pow(base.low, exponent.low), std::pow(base.low, exponent.high),
      std::pow(base.high, exponent.low), std::pow(base.high, exponent.high)};
  auto low = *std::min_element(corners.begin(), corners.end());
  auto high = *std::max_element(corners.begin(), corners.end());
  if (exponent.low <= 0 && exponent.high >= 0) {
    low = std::min(low, 1.0);
    high = std::max(high, 1.0);
  }
  if (base.low <= 1 && base.high >= 1) {
    low = std::min(low, 1.0);
    high = std::max(high, 1.0);
  }
  return sane({low, high});
}

}  // namespace slackwater::model
