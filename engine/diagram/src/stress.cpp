#include "stress.hpp"

#include <algorithm>
#include <cmath>

#include "scene.hpp"

namespace slackwater::diagram {
namespace {

constexpr double kLink = 92;
constexpr int kSweeps = 160;
constexpr int kStarts = 6;

double stress(const std::vector<Point>& points, const std::vector<std::vector<double>>& wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double off = length(points[i] - points[j]) / wanted[i][j] - 1;
      sum += off * off;
    }
  }
  return sum;
}

// A circle by rational points, so that no library's sine decides.
std::vector<Point> circle(std::size_t count, double radius) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = 4.0 * static_cast<double>(i) / static_cast<double>(count);
    const auto quarter = static_cast<int>(share);
    const double t = share - quarter;
    const double h = t * (0.8284271 + 0.1715729 * t);  // about tan(t * pi / 4)
    const Point p{(1 - h * h) / (1 + h * h), 2 * h / (1 + h * h)};
    const Point turned[] = {p, {-p.y, p.x}, {-p.x, -p.y}, {p.y, -p.x}};
    points.push_back(radius * turned[quarter % 4]);
  }
  return points;
}

std::vector<Point> scattered(std::size_t count, double radius, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({radius * (2 * dice.unit() - 1), radius * (2 * dice.unit() - 1)});
  }
  return points;
}

void majorize(std::vector<Point>& points, const std::vector<std::vector<double>>& wanted) {
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      Point sum;
      double weights = 0;
      for (std::size_t j = 0; j < points.size(); ++j) {
        if (j == i) continue;
        const double d = wanted[i][j];
        const double weight = 1 / (d * d);
        sum = sum + weight * (points[j] + d * direction(points[i] - points[j]));
        weights += weight;
      }
      if (weights > 0) points[i] = (1 / weights) * sum;
    }
  }
}

}  // namespace

std::vector<std::vector<double>> link_distances(
    std::size_t count, const std::vector<std::pair<std::size_t, std::size_t>>& links) {
  const double far = static_cast<double>(count);
  std::vector<std::vector<double>> steps(count, std::vector<double>(count, far));
  for (const auto& [a, b] : links) steps[a][b] = steps[b][a] = 1;
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        steps[i][j] = std::min(steps[i][j], steps[i][k] + steps[k][j]);
      }
    }
  }
  const double link = kLink * (1 + std::min(0.5, static_cast<double>(links.size()) / 120));
  for (auto& row : steps) {
    for (auto& cell : row) cell = link * std::min(cell, 6.0);
  }
  return steps;
}

std::vector<Point> least_stress(const std::vector<std::vector<double>>& distances) {
  const auto count = distances.size();
  const double radius = 60 * std::sqrt(static_cast<double>(count) + 1);
  std::vector<Point> best;
  double least = 0;
  for (int start = 0; start < kStarts; ++start) {
    auto points = start == 0 ? circle(count, radius)
                             : scattered(count, radius, static_cast<std::uint64_t>(start));
    majorize(points, distances);
    const double sum = stress(points, distances);
    if (!best.empty() && sum >= least) continue;
    best = points;
    least = sum;
  }
  return best;
}

}  // namespace slackwater::diagram
