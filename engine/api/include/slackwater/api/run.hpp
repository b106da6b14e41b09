#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "slackwater/api/model.hpp"
#include "slackwater/results/run_table.hpp"

namespace slackwater::api {

/// A value that follows time: steps (by the midpoint rule) or straight lines between points in
/// model time.
struct Profile {
  std::vector<std::pair<double, double>> points;  ///< (time, value), times rising
  bool ramp = false;
};

/// `--set name=value`: a number in the variable's unit, a text with a unit or a rule, or a profile.
struct Setting {
  std::string target;  ///< "target_utilization", "obstacle[*, team]"; "start backlog" for a stock
  std::variant<double, std::string, Profile> value;
};

/// How the engine computes; it changes no bit of any result.
struct LaneOptions {
  bool passes = true;           ///< the optimising passes
  int width = 0;                ///< lanes of a block; 0 chooses
  std::string instruction_set;  ///< "", scalar, sse4, avx2, avx3: caps what is used
};

/// How to run; what is not set comes from the model.
struct RunOptions : LaneOptions {
  std::vector<Setting> set;
  bool beyond_range = false;  ///< settings may leave the ranges of the model; W9005 names them
  std::vector<std::string>
      save;  ///< variables; empty: all that change over time and that the text declares
  std::optional<std::string> method;
  std::optional<double> start_time;
  std::optional<double> stop_time;
  std::optional<double> time_step;
  std::optional<double> save_step;
  std::optional<double> absolute_tolerance;
  std::optional<double> relative_tolerance;
  std::optional<std::uint64_t> seed;  ///< of random functions; unset: the scenario's, else 0
  std::uint64_t sample = 0;           ///< keys the random draws together with the seed
  /// Of a scenario: this sample of its uncertainty, counted from 0, instead of the defaults.
  std::optional<std::uint64_t> only;
  bool reference = false;  ///< the reference interpreter instead of the lane engine
  bool checks = true;      ///< test the model's `check` invariants
  bool for_file = false;   ///< a results file will be made of the table: needs memory
};

/// Follows and interrupts long work; both are optional.
struct Progress {
  /// Called now and then from one thread at a time with the runs done and the runs in all; a single
  /// run counts its time steps instead.
  std::function<void(std::size_t done, std::size_t total)> report;
  const std::atomic<bool>* cancel = nullptr;
};

/// One run. A run that ends early is in the table with its status and its failure, not an error.
///
/// Shapes: one policy "run", one future "model", one sample.
base::Result<results::RunTable> run(const Model& model, const RunOptions& options = {},
                                    const Progress& progress = {});

/// Values that differ between samples: columns named by elements, one row per sample.
struct Matrix {
  std::vector<std::string> names;
  std::vector<double> values;  ///< row-major, rows x names.size()
  std::size_t rows = 0;
};

/// A rank correlation (Spearman's) of two draws, by a Gaussian copula.
struct DrawCorrelation {
  std::string first;
  std::string second;
  double coefficient = 0;  ///< between -1 and 1
};

struct EnsembleOptions {
  std::string design =
      "latin_hypercube";  ///< sobol, latin_hypercube, monte_carlo, grid; ignored with a matrix
  std::size_t samples = 100;
  std::uint64_t seed = 0;
  /// Parameter and distribution, e.g. {"experience_time", "uniform(20 week, 80 week)"}; empty:
  /// those of the model.
  std::vector<std::pair<std::string, std::string>> draws;
  std::vector<DrawCorrelation> correlations;  ///< not in a grid, nor with a matrix
  std::optional<Matrix> matrix;
  int threads = 0;  ///< 0: as many as the machine has
};

/// Many runs of one model over a design. Shapes: one policy, one future, (sample,) runs. Not in the
/// browser build.
base::Result<results::RunTable> ensemble(const Model& model, const EnsembleOptions& design,
                                         const RunOptions& options = {},
                                         const Progress& progress = {});

}  // namespace slackwater::api
