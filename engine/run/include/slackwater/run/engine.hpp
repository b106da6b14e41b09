#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/base/source_text.hpp"
#include "slackwater/program/failure.hpp"
#include "slackwater/run/settings.hpp"

namespace slackwater::program {
struct Program;
}

namespace slackwater::run {

struct SectionCode;

/// What differs between runs. The spans must live until the block is done.
struct RunInput {
  std::span<const double> parameters;  ///< one per parameter of the program, in its order
  /// One per stock: NaN, or the value it starts with instead of the model's. Empty: nothing is
  /// replaced.
  std::span<const double> starts;
  std::uint64_t sample = 0;  ///< keys the random draws, with the seed of the settings
};

enum class RunStatus : std::uint8_t {
  complete,
  not_finite,    ///< NaN or infinity
  domain_error,  ///< division by zero, logarithm of a negative number, ...
  check_failed,  ///< a `check` of the model did not hold
  step_failed,   ///< an adaptive method could not go on
  not_run        ///< cancelled before its end
};

/// How one run ended; everything after `time` tells why it ended early.
struct RunOutcome {
  RunStatus status = RunStatus::complete;
  double time = 0;        ///< of the failure, else of the last save point
  std::size_t saved = 0;  ///< save points that have values; the others are NaN
  std::string variable;   ///< the element whose equation failed, e.g. "obstacle[policy,team]"
  std::string message;    ///< "division by zero in the equation of 'lead_time'", without the time
  base::Place place;      ///< of the operation in the model text
  std::vector<program::Failure::Input> inputs;  ///< what the failing equation read
};

/// One line for people: the message with the time, and the inputs: "... at time 12.25 week (backlog
/// = 0)".
std::string describe(const RunOutcome& outcome, std::string_view time_unit);

/// Where the saved values of one run go: `series[output]` points to save_count() doubles of that
/// output.
using SeriesPointers = std::span<double* const>;

/// Lets others stop and follow the runs; both are looked at about once per millisecond of work.
struct Control {
  const std::atomic<bool>* cancel = nullptr;
  /// Called with the lanes times time steps covered since the last call, of an adaptive method too;
  /// must be quick and must not throw.
  void (*progress)(void* context, std::uint64_t lane_steps) = nullptr;
  void* context = nullptr;
};

/// Advances blocks of runs of one program with one setting; one engine per thread.
///
/// Guarantees: a run gives the same bits whatever its lane, its neighbours, the width and the
/// instruction set. All memory is taken when the engine is made and when a run fails (its message):
/// none per step. The program must outlive the engine.
class Engine {
 public:
  /// Refuses settings that have no meaning, and what the program cannot do under an adaptive
  /// method.
  static base::Result<Engine> make(const program::Program& program, const Settings& settings);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  /// The most runs that one call of run_block takes.
  std::size_t width() const;
  /// Save points of every run.
  std::size_t save_count() const;

  /// Runs up to width() inputs at once.
  ///
  /// Shapes: `series[lane]` has one pointer per output of the program (null: not wanted), each to
  /// save_count() doubles; after an early end the rest is NaN. `outcomes` has one place per input.
  void run_block(std::span<const RunInput> inputs, std::span<const SeriesPointers> series,
                 std::span<RunOutcome> outcomes, const Control& control = {});

  /// From now on runs that come alone execute this code of the program, under a method of fixed
  /// steps; others go on as before.
  void use(const SectionCode& code);

  struct State;

 private:
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace slackwater::run
