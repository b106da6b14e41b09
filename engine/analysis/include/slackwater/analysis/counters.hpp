#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::analysis {

/// The stocks that only count what happened: no flow of any other kind of stock reads them.
///
/// A stock that is read by counters' flows alone is a counter, too. `values` are those of all
/// elements at the instant at which the model is to rest; NaN where unknown. A stock counts as read
/// when an equation names it and can give another value for another stock: decided for all stocks
/// at once that stay 0 or more where they are now, not by a slope at one state. What parameters and
/// the time switch off (0 * x, min(0, x), the side of an `if` that is not taken) reads nothing.
///
/// Shapes: values is (element,). Result: indices into Model::stocks, ascending.
std::vector<std::size_t> counters(const model::Model& model, std::span<const double> values);

}  // namespace slackwater::analysis
