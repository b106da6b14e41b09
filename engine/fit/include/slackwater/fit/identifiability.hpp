#pragma once

#include <vector>

#include "slackwater/fit/least_squares.hpp"

namespace slackwater::fit {

/// A way to move parameters together that the targets hardly notice.
struct OpenDirection {
  /// Share of its range that each parameter moves by, the largest 1. Shape: (parameter,).
  std::vector<double> parts;
  /// By how many tolerances the targets change in all when it is followed over the whole range.
  double noticed = 0;
};

/// How well residuals tell parameters, near a solution.
struct Identifiability {
  /// One standard deviation of each parameter as a share of its range, when each target's is its
  /// tolerance; an open direction counts as far as the ranges reach, so it is 1 at most. Shape:
  /// (parameter,).
  std::vector<double> deviation;
  /// Directions in which the whole range changes the targets by less than one tolerance, the least
  /// noticed first.
  std::vector<OpenDirection> open;
};

/// From the singular values of the Jacobian over the unit box.
Identifiability identifiability(const Solution& solution);

}  // namespace slackwater::fit
