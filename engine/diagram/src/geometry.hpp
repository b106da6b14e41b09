#pragma once

#include <vector>

namespace slackwater::diagram {

struct Point {
  double x = 0;
  double y = 0;

  friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
  friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
  friend Point operator*(double f, Point a) { return {f * a.x, f * a.y}; }
};

double length(Point p);
/// The same direction with length one; of nothing, to the right.
Point direction(Point p);

struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  static Box around(Point center, double width, double height);
  double width() const { return right - left; }
  double height() const { return bottom - top; }
  Point center() const { return {(left + right) / 2, (top + bottom) / 2}; }
  Box grown(double x, double y) const { return {left - x, top - y, right + x, bottom + y}; }
  Box moved(Point by) const { return {left + by.x, top + by.y, right + by.x, bottom + by.y}; }
};

bool overlap(const Box& a, const Box& b);
bool holds(const Box& box, Point point);
/// The smallest box around both.
Box cover(const Box& a, const Box& b);

bool crosses(Point a, Point b, const Box& box);
bool crosses(Point a, Point b, Point c, Point d);

using Polyline = std::vector<Point>;

Box bounds(const Polyline& line);
bool crosses(const Polyline& line, const Box& box);
int crossings(const Polyline& a, const Polyline& b);

/// A quadratic Bezier curve.
struct Curve {
  Point from;
  Point bend;
  Point to;

  Point at(double t) const;
  /// The part between two parameters.
  Curve part(double t0, double t1) const;
  Polyline points(int count) const;
};

}  // namespace slackwater::diagram
