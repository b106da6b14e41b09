#include "series_measures.hpp"

#include <algorithm>
#include <cmath>

#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::scenario {
namespace {

/// The first saved point at or after a time.
std::size_t first_point(Times times, double time) {
  const auto at = std::lower_bound(times.begin(), times.end(), time - time_slack(times));
  return static_cast<std::size_t>(at - times.begin());
}

/// The first point of [from, end) from which `holds` is true at every point of the span `hold` that
/// follows.
///
/// The span is half open: holding 4 weeks on weekly points means 4 points. It must end within the
/// run.
template <class Holds>
std::optional<std::size_t> first_kept(Times times, std::size_t from, double hold, Holds holds) {
  const double slack = time_slack(times);
  const double end = times.back() + slack;
  std::size_t start = from;  // of the stretch of points that hold
  for (std::size_t k = from; k < times.size(); ++k) {
    if (!holds(k)) {
      start = k + 1;
      continue;
    }
    if (times[start] + hold > end) return std::nullopt;
    const bool last = k + 1 == times.size();
    if (last || times[k + 1] >= times[start] + hold - slack) return start;
  }
  return std::nullopt;
}

/// Whether x has to go down to get to the level; `both` is the side on which it is not at first.
bool goes_down(Values x, std::size_t first, double level, Direction direction) {
  if (direction != Direction::both) return direction == Direction::down;
  return x[std::min(first, x.size() - 1)] > level;
}

/// The part of the straight line from `a` to `b` over a step that lies below 0.
double share_below(double a, double b) {
  if (a < 0 && b < 0) return 1;
  if (a >= 0 && b >= 0) return 0;
  return a < 0 ? a / (a - b) : b / (b - a);
}

/// The integrals of exp(-z s) and of s exp(-z s) over s from 0 to 1.
struct ExponentialMoments {
  double zeroth = 0;
  double first = 0;
};

ExponentialMoments exponential_moments(double z) {
  if (std::abs(z) > 1) {
    const double end = program::math::exp(-z);
    return {(1 - end) / z, (1 - (1 + z) * end) / (z * z)};
  }
  // The closed forms lose digits near 0: sums of (-z)^k / (k! (k + 1)) and (-z)^k / (k! (k + 2)).
  ExponentialMoments moments;
  double term = 1;
  for (int k = 0; k < 22; ++k) {
    moments.zeroth += term / (k + 1);
    moments.first += term / (k + 2);
    term *= -z / (k + 1);
  }
  return moments;
}

/// The line through two points, at a time between them.
double between(Times times, Values x, std::size_t k, double time) {
  const double share = (time - times[k]) / (times[k + 1] - times[k]);
  return x[k] + (x[k + 1] - x[k]) * share;
}

/// Calls `add(t0, x0, t1, x1)` for every piece of straight line in the window.
template <class Add>
void for_pieces(Times times, Values x, const Window& window, Add add) {
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    const double from = std::max(times[k], window.from);
    const double to = std::min(times[k + 1], window.to);
    if (from >= to) continue;
    const double low = from == times[k] ? x[k] : between(times, x, k, from);
    const double high = to == times[k + 1] ? x[k + 1] : between(times, x, k, to);
    add(from, low, to, high);
  }
}

bool inside(Times times, const Window& window) {
  const double slack = time_slack(times);
  return window.from >= times.front() - slack && window.to <= times.back() + slack &&
         window.from <= window.to;
}

}  // namespace

double time_slack(Times times) {
  return 1e-9 * std::max({std::abs(times.front()), std::abs(times.back()), 1e-300});
}

PointRange points_in(Times times, const Window& window) {
  const double slack = time_slack(times);
  const auto last = std::upper_bound(times.begin(), times.end(), window.to + slack);
  return {first_point(times, window.from), static_cast<std::size_t>(last - times.begin())};
}

Outcome value_at(Times times, Values x, double time) {
  const double slack = time_slack(times);
  if (!(time >= times.front() - slack && time <= times.back() + slack)) return not_applicable();
  const auto k = std::min(first_point(times, time), times.size() - 1);
  if (std::abs(times[k] - time) <= slack || k == 0) return combine(x[k], {});
  return combine(between(times, x, k - 1, time), {});
}

Outcome mean_of(Times times, Values x, const Window& window) {
  const auto points = points_in(times, window);
  if (points.empty()) return not_applicable();
  double sum = 0;
  for (auto k = points.first; k < points.last; ++k) sum += x[k];
  return combine(sum / static_cast<double>(points.last - points.first), {});
}

Outcome extreme_of(Times times, Values x, const Window& window, Extreme which, bool give_time) {
  const auto points = points_in(times, window);
  if (points.empty()) return not_applicable();
  auto best = points.first;
  for (auto k = points.first; k < points.last; ++k) {
    const bool better = which == Extreme::highest ? x[k] > x[best] : x[k] < x[best];
    if (better) best = k;
    if (std::isnan(x[k])) return not_applicable();
  }
  return combine(give_time ? times[best] : x[best], {});
}

Outcome integral_of(Times times, Values x, const Window& window) {
  if (!inside(times, window)) return not_applicable();
  double sum = 0;
  for_pieces(times, x, window,
             [&](double t0, double x0, double t1, double x1) { sum += (t1 - t0) * (x0 + x1) / 2; });
  return combine(sum, {});
}

Outcome discounted(Times times, Values x, const Window& window, double rate, double as_of) {
  if (!inside(times, window)) return not_applicable();
  double sum = 0;
  for_pieces(times, x, window, [&](double t0, double x0, double t1, double x1) {
    const auto moments = exponential_moments(rate * (t1 - t0));
    const double weight = program::math::exp(-rate * (t0 - as_of));
    sum += weight * (t1 - t0) * (x0 * moments.zeroth + (x1 - x0) * moments.first);
  });
  return combine(sum, {});
}

Outcome time_to(Times times, Values x, double level, Direction direction, double after,
                double hold) {
  const bool down = goes_down(x, first_point(times, after), level, direction);
  const auto reached = first_kept(times, first_point(times, after), hold, [&](std::size_t k) {
    return down ? x[k] <= level : x[k] >= level;
  });
  return reached ? measured(std::max(0.0, times[*reached] - after)) : never();
}

Outcome for_good(Times times, Values x, double level, Direction direction, double after) {
  const auto from = first_point(times, after);
  const bool down = goes_down(x, from, level, direction);
  auto k = times.size();
  while (k > from && (down ? x[k - 1] <= level : x[k - 1] >= level)) --k;
  return k < times.size() ? measured(std::max(0.0, times[k] - after)) : never();
}

Outcome crossings_of(Times times, Values x, double level, Direction direction,
                     const Window& window) {
  const auto points = points_in(times, window);
  if (points.empty()) return not_applicable();
  int side = 0;  // of the last point that was not on the level
  int up = 0;
  int down = 0;
  for (auto k = points.first; k < points.last; ++k) {
    const int now = x[k] > level ? 1 : x[k] < level ? -1 : 0;
    if (now == 0) continue;
    if (side < 0 && now > 0) ++up;
    if (side > 0 && now < 0) ++down;
    side = now;
  }
  const int count = direction == Direction::up     ? up
                    : direction == Direction::down ? down
                                                   : up + down;
  return measured(count);
}

Outcome time_beside(Times times, Values difference, bool below, const Window& window) {
  if (!inside(times, window)) return not_applicable();
  const double sign = below ? 1 : -1;
  double sum = 0;
  for_pieces(times, difference, window, [&](double t0, double d0, double t1, double d1) {
    sum += (t1 - t0) * share_below(sign * d0, sign * d1);
  });
  return combine(sum, {});
}

Outcome recovery_time(Times times, Values x, Values reference, const Recovery& how) {
  const auto start = first_point(times, how.after);
  if (start >= times.size()) return not_applicable();
  const double slack = time_slack(times);
  const auto excess = [&](std::size_t k) {
    const double d = x[k] - reference[k];
    return how.side == Direction::up ? d : how.side == Direction::down ? -d : std::abs(d);
  };
  auto peak = start;
  double scale = 0;
  for (auto k = start; k < times.size(); ++k) {
    scale = std::max(scale, std::abs(reference[k]));
    const bool counts = !how.peak_within || times[k] < how.after + *how.peak_within - slack;
    if (counts && excess(k) > excess(peak)) peak = k;
  }
  if (!(excess(peak) > 1e-9 * scale)) {
    auto outcome = measured(0);
    outcome.nothing = true;
    return outcome;
  }
  const auto tolerance = [&](std::size_t k) {
    switch (how.tolerance_of) {
      case ToleranceOf::peak:
        return how.tolerance * excess(peak);
      case ToleranceOf::reference:
        return how.tolerance * std::abs(reference[k]);
      case ToleranceOf::absolute:
        break;
    }
    return how.tolerance;
  };
  const auto back = first_kept(times, peak, how.hold, [&](std::size_t k) {
    return std::abs(x[k] - reference[k]) <= tolerance(k);
  });
  return back ? measured(times[*back] - how.after) : never();
}

Outcome break_even(Times times, Values x, Values reference, double after) {
  const Window rest{std::max(after, times.front()), times.back()};
  if (after > times.back() + time_slack(times)) return not_applicable();
  std::vector<double> difference(times.size());
  std::vector<double> size(times.size());
  for (std::size_t k = 0; k < times.size(); ++k) {
    difference[k] = x[k] - reference[k];
    size[k] = std::abs(reference[k]);
  }
  const double noise = 1e-9 * integral_of(times, size, rest).value;
  // The sum of x minus that of the reference, at `after` and at every saved point behind it.
  std::vector<double> ahead{0};
  std::vector<double> when{after};
  double largest = 0;
  std::size_t deepest = 0;
  for_pieces(times, difference, rest, [&](double t0, double d0, double t1, double d1) {
    ahead.push_back(ahead.back() + (t1 - t0) * (d0 + d1) / 2);
    when.push_back(t1);
    largest = std::max(largest, std::abs(ahead.back()));
    if (ahead.back() < ahead[deepest]) deepest = ahead.size() - 1;
  });
  if (!(largest > noise)) return not_applicable(Missing::vacuous);
  if (ahead[deepest] >= -noise) return measured(0);
  for (auto k = deepest + 1; k < ahead.size(); ++k) {
    if (ahead[k] >= -noise) return measured(when[k] - after);
  }
  return never();
}

Outcome worst_dip(Times times, Values x, Values reference, const Window& window, bool give_time) {
  const auto points = points_in(times, window);
  if (points.empty()) return not_applicable();
  auto worst = points.first;
  for (auto k = points.first; k < points.last; ++k) {
    if (reference[k] - x[k] > reference[worst] - x[worst]) worst = k;
  }
  const double depth = reference[worst] - x[worst];
  if (give_time) return depth > 0 ? measured(times[worst]) : never();
  return combine(std::max(0.0, depth), {});
}

}  // namespace slackwater::scenario
