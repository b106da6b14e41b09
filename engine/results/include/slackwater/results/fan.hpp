#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "slackwater/results/quantile_sketch.hpp"
#include "slackwater/results/run_table.hpp"

namespace slackwater::results {

/// The distribution over samples of one saved variable, at every save point.
///
/// Shapes: `sketches` is (policy, future, element, time), last fastest.
struct Fan {
  std::string variable;
  std::size_t elements = 1;
  std::vector<QuantileSketch> sketches;
};

/// An empty fan of a variable of that table.
Fan make_fan(const RunTable& table, const SavedVariable& variable);

/// Adds the series of all runs of a table that has the fan's policies, futures and save points.
///
/// Values of a run after its end are NaN, so they are counted apart.
void add_runs(Fan& fan, const RunTable& table, const SavedVariable& variable);

/// Adds what another fan of the same variable has seen; the order makes no difference.
void merge(Fan& fan, const Fan& other);

}  // namespace slackwater::results
