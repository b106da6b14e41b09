#include "adaptive/step_control.hpp"

#include <algorithm>
#include <cmath>

#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::run {

namespace {

constexpr double kSafety = 0.9;
// What an error that is no number asks for: a good deal smaller, not yet given up.
constexpr double kRetreat = 0.1;

// NaN when any is NaN.
double largest_ratio(const double* values, const double* state, std::size_t size,
                     Tolerances tolerances) {
  double result = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const double scale = tolerances.absolute + tolerances.relative * std::fabs(state[i]);
    const double ratio = std::fabs(values[i]) / scale;
    if (std::isnan(ratio)) return ratio;
    result = std::max(result, ratio);
  }
  return result;
}

}  // namespace

double scaled_error(const double* error, const double* before, const double* after,
                    std::size_t size, Tolerances tolerances) {
  double result = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const double magnitude = std::max(std::fabs(before[i]), std::fabs(after[i]));
    const double ratio =
        std::fabs(error[i]) / (tolerances.absolute + tolerances.relative * magnitude);
    if (std::isnan(ratio) || std::isnan(after[i])) return std::nan("");
    result = std::max(result, ratio);
  }
  return result;
}

double StepControl::after_success(double error) {
  const double exponent = 1 / constants_.order - 0.75 * constants_.beta;
  double factor = constants_.largest;
  if (error > 0) {
    factor = kSafety * program::math::pow(error, -exponent) *
             program::math::pow(last_error_, constants_.beta);
    factor = std::clamp(factor, constants_.smallest, constants_.largest);
  }
  if (just_failed_) factor = std::min(factor, 1.0);
  just_failed_ = false;
  last_error_ = std::max(error, 1e-4);
  return factor;
}

double StepControl::after_failure(double error) {
  just_failed_ = true;
  if (!std::isfinite(error)) return kRetreat;
  const double exponent = 1 / constants_.order - 0.75 * constants_.beta;
  return std::max(kSafety * program::math::pow(error, -exponent), constants_.smallest);
}

void StepControl::restart() {
  last_error_ = 1e-4;
  just_failed_ = false;
}

double first_step(const RightHandSide& right_hand_side, const double* state,
                  const double* derivative, double time, double longest, double order,
                  Tolerances tolerances, double* scratch) {
  const std::size_t size = right_hand_side.size();
  const double state_size = largest_ratio(state, state, size, tolerances);
  const double slope = largest_ratio(derivative, state, size, tolerances);
  double step = state_size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * (state_size / slope);
  step = std::min(step, longest);

  double* moved = scratch;
  double* change = scratch + size;
  for (std::size_t i = 0; i < size; ++i) moved[i] = state[i] + step * derivative[i];
  if (!right_hand_side.try_at(moved, time + step, change)) return step;
  for (std::size_t i = 0; i < size; ++i) change[i] -= derivative[i];
  const double bend = largest_ratio(change, state, size, tolerances) / step;
  if (!std::isfinite(bend) || !std::isfinite(slope)) return step;

  const double steepest = std::max(slope, bend);
  const double second = steepest <= 1e-15 ? std::max(1e-6, step * 1e-3)
                                          : program::math::pow(0.01 / steepest, 1 / order);
  return std::min({100 * step, second, longest});
}

}  // namespace slackwater::run
