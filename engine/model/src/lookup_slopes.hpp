#pragma once

#include <vector>

namespace slackwater::model {

/// The slopes of a monotone cubic through the points: no overshoot between them, flat at local
/// extremes.
///
/// Source: Fritsch and Carlson, SIAM J. Numer. Anal. 17(2), 1980, pp. 238-246 (region 2: the circle
/// of radius 3).
std::vector<double> monotone_slopes(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace slackwater::model
