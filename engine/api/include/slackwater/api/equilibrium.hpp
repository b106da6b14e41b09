#pragma once

#include <complex>
#include <string>
#include <utility>
#include <vector>

#include "slackwater/api/run.hpp"

namespace slackwater::api {

class Scenario;

/// A number that holds where a model rests.
struct RestingValue {
  std::string name;  ///< of the element
  std::string unit;  ///< "1" when dimensionless, "" when none was given
  double start = 0;  ///< where the search began
  double rest = 0;
};

/// A stock where a model rests.
struct RestingStock : RestingValue {
  double rate = 0;         ///< its net flow there, per time unit
  bool counts = false;     ///< it goes on counting and keeps its start value: no flow reads it
  bool generated = false;  ///< a memory function's stock
};

/// A weighted sum of stocks that no flow changes: what it is at the start, it is at rest.
struct KeptTotal {
  std::vector<std::pair<std::string, double>> weights;  ///< of the stocks in it, the smallest 1
  double value = 0;
};

/// The state in which a model rests, and how it behaves near it.
struct Equilibrium {
  std::string of;  ///< "the model", or "policy status_quo" with what else applies
  std::string time_unit;
  double time = 0;  ///< where the calendar stands still: the start of the run
  std::vector<RestingStock> stocks;
  std::vector<RestingValue> indicators;
  double residual = 0;  ///< largest |net flow| / (|stock| + 1e-6) of the stocks at rest
  int iterations = 0;
  std::string stability;                          ///< stable, neutral or unstable
  std::vector<std::complex<double>> eigenvalues;  ///< 1 / time unit, in order of falling real part
  /// The eigenvalues but those of free directions, one of each pair that swings; a real part of 0
  /// is exactly 0.
  std::vector<std::complex<double>> disturbances;
  /// Times in which disturbances change e-fold, slowest first; free directions left out.
  std::vector<double> return_times;
  /// Directions in which the rest is not isolated: its kept totals, and those in which it depends
  /// on the way there.
  int free_directions = 0;
  std::vector<KeptTotal> totals;
  /// Stocks whose rest depends on the way there, those that differ most first.
  std::vector<std::string> undetermined;
};

/// Finds the state in which a model rests, from its start and with time standing still there.
///
/// Warnings: not stable (W9002), does not last (W9004). Errors: E9011, E9013.
base::Result<Equilibrium> equilibrium(const Model& model, const std::vector<Setting>& set = {});

/// Whose rest state of a scenario file.
struct RestOf {
  std::string policy;  ///< "": that from whose equilibrium the file starts, the baseline if none is
  std::string future;  ///< "": none
  std::vector<Setting> set;
};

/// The same under a policy of a scenario file.
///
/// What the file's `start: set` holds applies. Without a policy and a future it is the state from
/// which the file's runs start, or would with `start: equilibrium`; with one of them the search
/// begins where their runs do.
base::Result<Equilibrium> equilibrium(const Scenario& scenario, const RestOf& which = {});

}  // namespace slackwater::api
