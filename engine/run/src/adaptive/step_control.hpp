#pragma once

#include <cstddef>

#include "adaptive/right_hand_side.hpp"

namespace slackwater::run {

struct Tolerances {
  double absolute = 1e-9;
  double relative = 1e-7;
};

/// The largest error of a step in units of what is tolerated: at most 1 is good enough; NaN when
/// any is NaN.
double scaled_error(const double* error, const double* before, const double* after,
                    std::size_t size, Tolerances tolerances);

/// Chooses step sizes from errors; keeps what the next choice needs.
///
/// Source: Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.4 and the
/// program DOPRI5: factor = safety * error^-(1/order - 3/4 beta) * last_error^beta, held between
/// smallest and largest. The powers are the engine's own, because the C library's differ between
/// machines.
class StepControl {
 public:
  struct Constants {
    double order = 5;    ///< of the better solution of the pair
    double beta = 0.04;  ///< weight of the last error; 0: no memory
    double smallest = 0.2;
    double largest = 10;
  };
  explicit StepControl(Constants constants) : constants_(constants) {}

  /// The factor for the step after one that was accepted with this error.
  double after_success(double error);
  /// The factor for trying again; also for an error that is not a number.
  double after_failure(double error);
  /// Forgets the past: beyond a kink it tells nothing.
  void restart();

 private:
  Constants constants_;
  double last_error_ = 1e-4;
  bool just_failed_ = false;
};

/// A first step size from the size of the derivative and its change. Source: the same, section
/// II.4, "starting step size".
///
/// Shapes: `derivative` is the one at `state`; `scratch` has room for 2 * size numbers.
double first_step(const RightHandSide& right_hand_side, const double* state,
                  const double* derivative, double time, double longest, double order,
                  Tolerances tolerances, double* scratch);

}  // namespace slackwater::run
