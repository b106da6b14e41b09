#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::analysis {

/// A part of an equation that comes again and again by the calendar: `pulse_train`, a sine, cosine,
/// tangent or remainder of time, and time rounded.
///
/// Steps, single pulses, ramps, profiles and data series happen once and are none.
struct Recurrence {
  model::ElementId element;  ///< whose own equation it stands in
  model::ExprId part;
};

/// The outermost ones of all equations, in order of evaluation.
std::vector<Recurrence> recurrences(const model::Model& model);

/// The model with one more element for each recurrence, the last ones, which have its value.
model::Model with_recurrences_shown(const model::Model& model,
                                    std::span<const Recurrence> recurrences);

/// The model with a parameter, the last ones, in place of each recurrence.
model::Model with_recurrences_given(const model::Model& model,
                                    std::span<const Recurrence> recurrences);

/// What recurrences do to the stocks over time while these are held where they rest.
struct HeldStill {
  /// What they add to the net flows, compared with the start. False where the model has no value.
  /// Shapes: (stock,).
  std::function<bool(double time, std::span<double> added)> added;
  std::vector<double> stocks;       ///< (stock,)
  std::vector<std::size_t> exempt;  ///< stocks that need not rest, ascending
  std::vector<double> instants;     ///< rising
};

/// What moves a stock away from its rest.
struct Disturbance {
  std::size_t stock = 0;
  double time = 0;  ///< the first instant at which `rate` is largest in size
  double rate = 0;
};

/// The stock that is moved most, as a share of itself.
///
/// A stock is moved where that would change it by a millionth over the whole span.
std::optional<Disturbance> largest_disturbance(const HeldStill& held);

}  // namespace slackwater::analysis
