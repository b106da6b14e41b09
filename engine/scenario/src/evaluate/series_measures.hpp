#pragma once

#include <optional>
#include <span>

#include "../expression/expression.hpp"
#include "outcome.hpp"

/// What the functions of the measure language compute from series. Every definition that the
/// reference gives is one function here; `times` rises, every series has its length.
namespace slackwater::scenario {

using Times = std::span<const double>;
using Values = std::span<const double>;
using results::Extreme;

struct Window {
  double from = 0;
  double to = 0;
};

/// How far a time may lie beside a saved point and still be taken for it.
double time_slack(Times times);
/// The indices [first, last) of the saved points in a window, its ends included.
struct PointRange {
  std::size_t first = 0;
  std::size_t last = 0;
  bool empty() const { return first >= last; }
};
PointRange points_in(Times times, const Window& window);

Outcome value_at(Times times, Values x, double time);
Outcome mean_of(Times times, Values x, const Window& window);
Outcome extreme_of(Times times, Values x, const Window& window, Extreme which, bool give_time);
Outcome integral_of(Times times, Values x, const Window& window);
/// The integral of x exp(-rate (t - as_of)), exact for the straight lines between saved points.
Outcome discounted(Times times, Values x, const Window& window, double rate, double as_of);
Outcome time_to(Times times, Values x, double level, Direction direction, double after,
                double hold);
Outcome for_good(Times times, Values x, double level, Direction direction, double after);
Outcome crossings_of(Times times, Values x, double level, Direction direction,
                     const Window& window);
Outcome time_beside(Times times, Values difference, bool below, const Window& window);

struct Recovery {
  double after = 0;
  double tolerance = 0;
  ToleranceOf tolerance_of = ToleranceOf::peak;
  double hold = 0;
  std::optional<double> peak_within;
  Direction side = Direction::both;
};
Outcome recovery_time(Times times, Values x, Values reference, const Recovery& how);
Outcome break_even(Times times, Values x, Values reference, double after);
Outcome worst_dip(Times times, Values x, Values reference, const Window& window, bool give_time);

}  // namespace slackwater::scenario
