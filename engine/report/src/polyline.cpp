#include "polyline.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace slackwater::report {
namespace {

constexpr double kTolerance = 0.12;  // pixels: below what a printer shows

double distance_to_segment(const Point& p, const Point& a, const Point& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  double part = length == 0 ? 0 : ((p.x - a.x) * dx + (p.y - a.y) * dy) / length;
  part = std::fmin(1, std::fmax(0, part));
  return std::hypot(p.x - a.x - part * dx, p.y - a.y - part * dy);
}

bool drawable(const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

void append(std::string& path, char command, const Point& point) {
  // Tenths of a pixel; "-0.0" would be a needless byte and a different text.
  const auto tenths = [](double v) { return static_cast<double>(std::lround(v * 10)) / 10; };
  fmt::format_to(std::back_inserter(path), "{}{:g} {:g}", command, tenths(point.x),
                 tenths(point.y));
}

void append_piece(std::string& path, const std::vector<Point>& piece) {
  const auto kept = simplified(piece, kTolerance);
  for (std::size_t i = 0; i < kept.size(); ++i) append(path, i == 0 ? 'M' : 'L', kept[i]);
  // A single point has no length; a round cap makes it visible.
  if (kept.size() == 1) append(path, 'L', kept[0]);
}

}  // namespace

std::vector<Point> simplified(const std::vector<Point>& points, double tolerance) {
  if (points.size() < 3) return points;
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open = {{0, points.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double furthest = tolerance;
    std::size_t at = 0;
    for (std::size_t i = first + 1; i < last; ++i) {
      const double distance = distance_to_segment(points[i], points[first], points[last]);
      if (distance > furthest) {
        furthest = distance;
        at = i;
      }
    }
    if (at == 0) continue;
    kept[at] = true;
    open.emplace_back(first, at);
    open.emplace_back(at, last);
  }
  std::vector<Point> result;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (kept[i]) result.push_back(points[i]);
  }
  return result;
}

std::string path_data(const std::vector<Point>& points) {
  std::string path;
  std::vector<Point> piece;
  for (const auto& point : points) {
    if (drawable(point)) {
      piece.push_back(point);
      continue;
    }
    append_piece(path, piece);
    piece.clear();
  }
  append_piece(path, piece);
  return path;
}

std::string area_data(const std::vector<Point>& upper, const std::vector<Point>& lower) {
  std::vector<Point> there;
  std::vector<Point> back;
  for (std::size_t i = 0; i < upper.size() && i < lower.size(); ++i) {
    if (!drawable(upper[i]) || !drawable(lower[i])) continue;
    there.push_back(upper[i]);
    back.push_back(lower[i]);
  }
  if (there.empty()) return {};
  there = simplified(there, kTolerance);
  back = simplified(back, kTolerance);
  std::string path;
  for (std::size_t i = 0; i < there.size(); ++i) append(path, i == 0 ? 'M' : 'L', there[i]);
  for (auto point = back.rbegin(); point != back.rend(); ++point) append(path, 'L', *point);
  return path + "Z";
}

}  // namespace slackwater::report
