#pragma once

#include <cstddef>
#include <cstdint>
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

/// What a results file says of the distribution of one variable over samples.
///
/// Shapes: `values` is (policy, future, quantile, element, time); the others are (policy, future,
/// element, time).
struct FanChart {
  std::string variable;
  std::size_t elements = 1;
  std::vector<double> quantiles;
  std::vector<double> values;
  std::vector<double> lowest;
  std::vector<double> highest;
  std::vector<std::int64_t> counts;  ///< runs that have a value
  /// How far a value may be from the quantile of the runs, relative to the values around it.
  double error_bound = 0;
};

}  // namespace slackwater::results
