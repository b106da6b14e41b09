#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::analysis {

/// The elements in whose own equation something comes again and again by the calendar:
/// `pulse_train`, a sine or a cosine of time.
///
/// Steps, single pulses, ramps, profiles and data series happen once and are not among them.
std::vector<model::ElementId> recurring(const model::Model& model);

/// Net flows over time while the stocks are held where they rest.
struct HeldStill {
  /// False where the model has no value. Shapes: (stock,).
  std::function<bool(double time, std::span<double> rates)> rates;
  std::vector<double> stocks;       ///< (stock,)
  std::vector<std::size_t> exempt;  ///< stocks that need not rest, ascending
  std::vector<double> instants;     ///< rising
};

/// What moves a stock away from its rest: first at `time`, and then again.
struct Disturbance {
  std::size_t stock = 0;
  double time = 0;
  double rate = 0;  ///< where it is largest in size before it ends for the first time
};

/// The stock that is moved most (as a share of itself) of those that are moved more than once.
///
/// A stock is moved while its net flow would change it by a millionth over the whole span; it is
/// moved again after a pause, or in the other direction. So one step or one pulse is none.
std::optional<Disturbance> moved_again(const HeldStill& held);

}  // namespace slackwater::analysis
