#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What runs produced, in memory: series over time of the saved variables of many runs, with their
/// meaning.
namespace slackwater::results {

/// How one run ended.
enum class RunStatus : std::uint8_t {
  complete = 0,
  not_finite = 1,    ///< NaN or Inf
  domain_error = 2,  ///< division by zero, logarithm of a negative number, ...
  check_failed = 3,  ///< a `check` of the model did not hold
  step_failed = 4,   ///< an adaptive method could not go on (step size underflow)
  not_run = 5,       ///< interrupted before its turn
  no_start = 6       ///< its start could not be computed, or it has no equilibrium to start from
};
std::string_view name(RunStatus status);

/// An axis with a name per position: a dimension of the model, policies, or futures.
struct Axis {
  std::string name;
  std::vector<std::string> labels;
  std::vector<std::string> titles;  ///< as people read them; empty: the labels serve
};

/// A saved variable with all runs' values.
///
/// Shapes: `values` is (policy, future, sample, axes..., time), last fastest; NaN where a run did
/// not get.
struct SavedVariable {
  std::string name;
  std::string kind;  ///< stock, flow, auxiliary, parameter, lever, constant, indicator, data
  std::string unit;  ///< "1" when dimensionless
  std::string documentation;
  std::string provenance;
  std::string better;             ///< "up", "down" or empty
  std::vector<std::size_t> axes;  ///< indices into RunTable::axes
  std::size_t elements = 1;       ///< the product of its axes' lengths
  std::vector<double> values;
};

/// Why one run ended early, as a diagnostic that was already rendered for people.
struct RunFailure {
  std::size_t policy = 0;
  std::size_t future = 0;
  std::size_t sample = 0;
  RunStatus status = RunStatus::not_finite;
  double time = 0;
  std::string variable;  ///< element name
  std::string message;   ///< one line
  std::string detail;    ///< place in the text, excerpt, values of the inputs
};

/// An input that differs between samples. Shape of `values`: (sample,).
struct DrawnInput {
  std::string name;
  std::string unit;
  std::string documentation;
  std::string distribution;  ///< as written
  std::vector<double> values;
};

/// The series of all runs of one comparison, ensemble, or single run (then every count is 1).
struct RunTable {
  Axis policies{"policy", {"run"}, {}};
  Axis futures{"future", {"model"}, {}};
  std::size_t samples = 1;
  std::vector<double> time;  ///< save points, in `time_unit`
  std::string time_unit;
  std::vector<Axis> axes;  ///< the model's dimensions that saved variables use
  std::vector<SavedVariable> variables;
  std::vector<DrawnInput> drawn;
  std::vector<RunStatus> status;   ///< (policy, future, sample)
  std::vector<double> stopped_at;  ///< (policy, future, sample): the last time that has values
  std::vector<RunFailure> failures;

  std::size_t run_count() const { return policies.labels.size() * futures.labels.size() * samples; }
  std::size_t run_index(std::size_t policy, std::size_t future, std::size_t sample) const {
    return (policy * futures.labels.size() + future) * samples + sample;
  }
  const SavedVariable* find(std::string_view name) const;
  /// One element's series of one run. Shape: (time,).
  std::span<const double> series(const SavedVariable& variable, std::size_t run,
                                 std::size_t element = 0) const {
    const auto points = time.size();
    return std::span<const double>(variable.values)
        .subspan((run * variable.elements + element) * points, points);
  }
  /// "name[a,b]" for an element of a variable; the plain name without axes.
  std::string element_name(const SavedVariable& variable, std::size_t element) const;
};

}  // namespace slackwater::results
