#pragma once

/// Declares the rare cases that are worked out one lane at a time, in integers or by exact library
/// calls.
///
/// Every path of every instruction set calls these same compiled functions, so their bits cannot
/// differ.

namespace slackwater::program::math {

/// angle = (4 n + quadrant) pi/2 + head + tail for some integer n, |head| <= pi/4.
struct ReducedAngle {
  double head;
  double tail;
  double quadrant;  // 0, 1, 2 or 3
};

/// Reduces any finite angle; head is NaN for an infinity or a NaN.
ReducedAngle reduce_any_angle(double angle);

/// dividend - divisor * floor(dividend / divisor) for every pair of doubles; see mod in
/// rounding.hpp.
double exact_floored_mod(double dividend, double divisor);

}  // namespace slackwater::program::math
