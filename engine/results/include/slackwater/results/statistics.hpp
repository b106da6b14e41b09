#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "slackwater/results/run_table.hpp"

/// Statistics over samples and between two runs; the same operations in the same order on every
/// machine.
namespace slackwater::results {

/// The mean of the numbers that are not NaN (compensated sum in the given order); NaN when there
/// are none.
double mean(std::span<const double> values);

/// The sample standard deviation (divisor n - 1) of the numbers that are not NaN; NaN below two.
double standard_deviation(std::span<const double> values);

/// The p-quantile of the numbers that are not NaN, 0 <= p <= 1; NaN when there are none.
///
/// Source: Hyndman and Fan (1996), type 7: linear between order statistics at (n - 1) p, which is
/// also the default of NumPy and R.
double quantile(std::span<const double> values, double p);

struct Interval {
  double low = 0;
  double high = 1;
};

/// The Wilson score interval of a share: `successes` of `trials`, at confidence 95 % unless told.
///
/// Guarantees: inside [0, 1]; [0, 1] without trials. Source: Wilson (1927), without continuity
/// correction.
Interval wilson_interval(std::size_t successes, std::size_t trials, double z = 1.959963984540054);

/// Quantiles over the samples, per save point. Shapes: each is (time,).
struct Band {
  std::vector<double> low;
  std::vector<double> median;
  std::vector<double> high;
};

/// The band between two quantiles over all samples of one policy and future.
Band band(const RunTable& table, const SavedVariable& variable, std::size_t element,
          std::size_t policy, std::size_t future, double low = 0.05, double high = 0.95);

/// A value and when it occurs, in the table's time unit.
struct Moment {
  double time = 0;
  double value = 0;
};

/// Where a series is furthest on the wrong side of another before `until`; empty when it never is.
///
/// `value` is the difference (series - against), so it is negative when up is better. Save points
/// where either is NaN are left out.
std::optional<Moment> worst_dip(std::span<const double> time, std::span<const double> series,
                                std::span<const double> against, bool up_is_better, double until);

/// The first save point from which the accumulated difference to `against` stays on the better side
/// to the end.
///
/// The difference is accumulated by the trapezoidal rule from the first save point; like the
/// measure `break_even`, it says the save point and does not interpolate. Empty when the series is
/// never behind (nothing to make up for) or ends behind.
std::optional<double> accumulated_break_even(std::span<const double> time,
                                             std::span<const double> series,
                                             std::span<const double> against, bool up_is_better);

/// The first save point from which the series stays at least as good as another to the end.
///
/// Empty when the series is never behind or ends behind; save points where either is NaN end the
/// look.
std::optional<double> ahead_from(std::span<const double> time, std::span<const double> series,
                                 std::span<const double> against, bool up_is_better);

/// The value at a time, linear between save points; NaN outside of them.
double value_at(std::span<const double> time, std::span<const double> series, double at);

}  // namespace slackwater::results
