#pragma once

#include <memory>

#include "adaptive/right_hand_side.hpp"
#include "adaptive/step_control.hpp"

namespace slackwater::run {

/// Dormand and Prince's pair of orders 5 and 4 with its fourth-order dense output; the stages are
/// Boost.Odeint's.
///
/// Source: Dormand and Prince, J. Comp. Appl. Math. 6 (1980) 19-26.
class Dopri5 {
 public:
  static constexpr StepControl::Constants kControl = {5, 0.04, 0.2, 10};
  static constexpr double kOrder = 5;

  explicit Dopri5(std::size_t size);
  Dopri5(Dopri5&&) noexcept;
  ~Dopri5();

  /// Begins at a state, after which the derivative there is known.
  void restart(const RightHandSide& right_hand_side, double time, const double* state);
  /// Tries a step from `time`; the old state stays until `accept`. Returns the scaled error.
  double attempt(const RightHandSide& right_hand_side, double time, double step,
                 Tolerances tolerances);
  void accept();
  /// The state at a time within the step accepted last, which went from `from` to `to`.
  void interpolate(double time, double from, double to, double* state) const;

  const double* state() const;
  const double* derivative() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace slackwater::run
