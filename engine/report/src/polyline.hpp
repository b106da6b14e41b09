#pragma once

#include <string>
#include <vector>

namespace slackwater::report {

struct Point {
  double x = 0;
  double y = 0;
};

/// The points that matter: without those that lie within `tolerance` of the line through the
/// others.
///
/// Source: Douglas and Peucker (1973).
std::vector<Point> simplified(const std::vector<Point>& points, double tolerance);

/// SVG path data of one line; a point with NaN starts a new piece.
std::string path_data(const std::vector<Point>& points);

/// SVG path data of the closed area between two lines that share their x.
std::string area_data(const std::vector<Point>& upper, const std::vector<Point>& lower);

}  // namespace slackwater::report
