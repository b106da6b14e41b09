#include "geometry.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::diagram {
namespace {

double turn(Point a, Point b, Point c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

// Narrows [t0, t1] to where `from + t * step` is within [low, high].
bool clip(double from, double step, double low, double high, double& t0, double& t1) {
  if (step == 0) return from >= low && from <= high;
  double enter = (low - from) / step;
  double leave = (high - from) / step;
  if (enter > leave) std::swap(enter, leave);
  t0 = std::max(t0, enter);
  t1 = std::min(t1, leave);
  return t0 <= t1;
}

}  // namespace

double length(Point p) { return std::sqrt(p.x * p.x + p.y * p.y); }

Point direction(Point p) {
  const double size = length(p);
  return size > 0 ? (1 / size) * p : Point{1, 0};
}

Box Box::around(Point center, double width, double height) {
  return {center.x - width / 2, center.y - height / 2, center.x + width / 2, center.y + height / 2};
}

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

bool holds(const Box& box, Point point) {
  return point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
}

Box cover(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

bool crosses(Point a, Point b, const Box& box) {
  double t0 = 0;
  double t1 = 1;
  return clip(a.x, b.x - a.x, box.left, box.right, t0, t1) &&
         clip(a.y, b.y - a.y, box.top, box.bottom, t0, t1);
}

bool crosses(Point a, Point b, Point c, Point d) {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

Box bounds(const Polyline& line) {
  Box box{line[0].x, line[0].y, line[0].x, line[0].y};
  for (const auto& p : line) box = cover(box, {p.x, p.y, p.x, p.y});
  return box;
}

bool crosses(const Polyline& line, const Box& box) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (crosses(line[i], line[i + 1], box)) return true;
  }
  return false;
}

int crossings(const Polyline& a, const Polyline& b) {
  int count = 0;
  for (std::size_t i = 0; i + 1 < a.size(); ++i) {
    for (std::size_t j = 0; j + 1 < b.size(); ++j) {
      if (crosses(a[i], a[i + 1], b[j], b[j + 1])) ++count;
    }
  }
  return count;
}

Point Curve::at(double t) const {
  const double s = 1 - t;
  return s * s * from + 2 * s * t * bend + t * t * to;
}

Curve Curve::part(double t0, double t1) const {
  // The blossom of a quadratic: its control point is where both parameters meet.
  const double s0 = 1 - t0;
  const Point middle = s0 * (1 - t1) * from + (s0 * t1 + t0 * (1 - t1)) * bend + t0 * t1 * to;
  return {at(t0), middle, at(t1)};
}

Polyline Curve::points(int count) const {
  Polyline line;
  line.reserve(static_cast<std::size_t>(count) + 1);
  for (int i = 0; i <= count; ++i) line.push_back(at(static_cast<double>(i) / count));
  return line;
}

}  // namespace slackwater::diagram
