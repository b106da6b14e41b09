#pragma once

#include <limits>

namespace slackwater::model {

/// All numbers from `low` to `high`, both included.
struct Interval {
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  double low = -kInfinity;
  double high = kInfinity;

  static Interval only(double value) { return {value, value}; }
  bool is_negative_or_zero() const { return high <= 0; }
  bool is_positive_or_zero() const { return low >= 0; }
};

Interval hull(Interval a, Interval b);
Interval operator+(Interval a, Interval b);
Interval operator-(Interval a, Interval b);
Interval operator-(Interval a);
Interval operator*(Interval a, Interval b);
/// Where the divisor may be zero, without that point.
Interval operator/(Interval a, Interval b);
Interval power(Interval base, Interval exponent);

}  // namespace slackwater::model
