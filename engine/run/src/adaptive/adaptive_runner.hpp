#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "adaptive/dopri5.hpp"
#include "adaptive/kinks.hpp"
#include "adaptive/rosenbrock4.hpp"
#include "block.hpp"
#include "pacing.hpp"
#include "series_writer.hpp"
#include "slackwater/program/meaning.hpp"

namespace slackwater::run {

/// Runs one run at a time with a step size of its own.
///
/// A step shared by a block would make a run depend on its neighbours, so every run has one lane.
/// Steps end exactly at every kink and never cross one; save points come from dense output.
class AdaptiveRunner {
 public:
  AdaptiveRunner(const program::Program& program, const Settings& settings);

  void run(const RunInput& input, const SeriesPointers& series, RunOutcome& outcome,
           const Control& control);

 private:
  /// The first evaluation without a finite result in the attempt that failed so last; the next
  /// accepted step forgets it.
  struct Spoiler {
    bool known = false;
    bool awaited = false;  ///< an attempt is under way and has met none yet
    double time = 0;
    std::vector<double> state;
  };

  template <class Stepper>
  void integrate(Stepper& stepper, Pacing& pacing);
  /// Takes steps from `time` to the end of the stretch; false when the run ended before.
  template <class Stepper>
  bool cross_stretch(Stepper& stepper, double time, double stretch_end, double& step,
                     Pacing& pacing);
  template <class Stepper>
  bool save_within(const Stepper& stepper, double from, double to, double stretch_end);

  void start();
  void enter(double time, const double* state);
  bool evaluate(const double* state, double time, double* derivative, RightHandSide::Use use);
  /// Tries a step; notes what could not be evaluated on the way, which makes the error NaN.
  template <class Stepper>
  double attempt(Stepper& stepper, double time, double step);
  /// Reads outputs and tests checks at an instant; false when the run ends there.
  bool save_at(double time, const double* state);
  program::RunSettings run_settings() const;
  bool faultless(double time, const double* state, bool saves);
  void end_too_small(double time, double step, const double* state, const double* derivative);
  bool end_with_cause();
  void end_too_many(double time);
  double next_save() const { return save_time(settings_, writer_.points()); }

  const program::Program& program_;
  const Settings& settings_;
  Block block_;
  SeriesWriter writer_;
  Kinks kinks_;
  StepControl control_;
  Tolerances tolerances_;
  RightHandSide right_hand_side_;
  std::variant<std::monostate, Dopri5, Rosenbrock4> stepper_;
  double stop_;
  double decide_ = 0;
  std::size_t tried_ = 0;
  std::vector<double> state_;
  std::vector<double> between_;
  std::vector<double> scratch_;
  Spoiler spoiler_;
  const RunInput* input_ = nullptr;
  RunOutcome* outcome_ = nullptr;
  bool ended_ = false;
};

}  // namespace slackwater::run
