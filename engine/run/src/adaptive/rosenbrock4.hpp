#pragma once

#include <memory>

#include "adaptive/right_hand_side.hpp"
#include "adaptive/step_control.hpp"

namespace slackwater::run {

/// A Rosenbrock method of order 4 with an embedded order 3, for stiff models; the stages are
/// Boost.Odeint's.
///
/// The Jacobian is taken by one-sided differences in a fixed order, so that it has the same bits
/// everywhere; those in time stay within the step, where nothing switches. Source: Hairer and
/// Wanner, Solving Ordinary Differential Equations II, section IV.7 (method RODAS) and the program
/// RODAS for the differences.
class Rosenbrock4 {
 public:
  static constexpr StepControl::Constants kControl = {4, 0, 0.2, 6};
  static constexpr double kOrder = 4;

  explicit Rosenbrock4(std::size_t size);
  Rosenbrock4(Rosenbrock4&&) noexcept;
  ~Rosenbrock4();

  void restart(const RightHandSide& right_hand_side, double time, const double* state);
  double attempt(const RightHandSide& right_hand_side, double time, double step,
                 Tolerances tolerances);
  void accept();
  void interpolate(double time, double from, double to, double* state) const;

  const double* state() const;
  const double* derivative() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace slackwater::run
