#pragma once

#include <algorithm>
#include <cmath>

#include "slackwater/program/math/scalar_functions.hpp"
#include "slackwater/program/operations.hpp"
#include "slackwater/program/tables.hpp"

/// The one definition of every operator on one double: for folding, the meaning of a model, uniform
/// values and replays.
///
/// Guarantees: the same bits on every machine. What has no value is NaN or an infinity, never an
/// exception.
namespace slackwater::program::scalar {

constexpr double truth(bool value) { return value ? 1.0 : 0.0; }
constexpr bool is_true(double value) { return value != 0; }

/// 1 while `elapsed`, folded into one period, is in (0, width]; period 0 or less: never.
inline double pulse_train(double elapsed, double period, double width) {
  if (!(period > 0)) return 0;
  const double phase = math::mod(elapsed, period);
  return truth((phase == 0 ? period : phase) <= width);
}

inline double given(double provided, double otherwise) {
  return provided == provided ? provided : otherwise;
}

/// fault, or NaN when `value` is not finite.
inline double guard(double fault, double value) { return fault + (value - value); }

/// The place of the last point with x[i] <= value; 0 before the first.
inline std::size_t point_at_or_before(const std::vector<double>& x, double value) {
  const auto after = std::upper_bound(x.begin(), x.end(), value);
  return after == x.begin() ? 0 : static_cast<std::size_t>(after - x.begin()) - 1;
}

inline double lookup_value(const Lookup& table, double x) {
  if (x != x) return x;
  if (!table.extrapolate) x = std::min(std::max(x, table.x.front()), table.x.back());
  const std::size_t i = point_at_or_before(table.x, x);
  const double d = x - table.x[i];
  if (!table.cubic) return table.y[i] + table.slopes[i] * d;
  return table.y[i] + d * (table.slopes[i] + d * (table.second[i] + d * table.third[i]));
}

/// The value at `time` on the piece that `decide` lies in: the piece after the last point before
/// `decide`.
inline double series_value(const Series& series, double time, double decide) {
  const auto next = std::lower_bound(series.time.begin(), series.time.end(), decide);
  const bool before = next == series.time.begin();
  const std::size_t i = before ? 0 : static_cast<std::size_t>(next - series.time.begin()) - 1;
  const double distance = time - series.time[i];
  if (series.points_only) {
    const double near = 1e-9 * std::max(1.0, std::abs(time));
    return std::abs(distance) <= near ? series.value[i] : std::nan("");
  }
  return before ? series.value[0] : series.value[i] + series.slopes[i] * distance;
}

/// Every operation that needs no table and no draw; operands that it does not take are not looked
/// at.
double apply(Operation operation, double a, double b = 0, double c = 0);

}  // namespace slackwater::program::scalar
