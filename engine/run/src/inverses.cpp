#include "inverses.hpp"

#include <algorithm>

#include "slackwater/program/math/generic_functions.hpp"

namespace slackwater::run {

namespace {

double inverse_of(double divisor) {
  using program::math::ScalarPolicy;
  return program::math::generic::inverse_of<ScalarPolicy>(divisor);
}

}  // namespace

Inverses::Inverses(const program::Program& program, const Kernel& kernel) : program_(program) {
  if (kernel.fixed[static_cast<int>(program::Operation::divide)][0] == nullptr) return;
  for (const program::Operand& divisor : program.fixed_divisors) {
    (divisor.uniform ? in_uniforms_ : in_lanes_).push_back(divisor.slot);
  }
  std::ranges::sort(in_lanes_);
  std::ranges::sort(in_uniforms_);
}

std::optional<std::uint32_t> Inverses::find(const program::Operand& divisor) const {
  const auto& slots = divisor.uniform ? in_uniforms_ : in_lanes_;
  const auto found = std::ranges::lower_bound(slots, divisor.slot);
  if (found == slots.end() || *found != divisor.slot) return std::nullopt;
  const std::size_t first = divisor.uniform ? program_.uniform_values.size() : program_.lane_slots;
  return static_cast<std::uint32_t>(first + 2 * static_cast<std::size_t>(found - slots.begin()));
}

void Inverses::fill(double* file, std::size_t lanes, double* uniforms) const {
  double* to = file + program_.lane_slots * lanes;
  for (const auto slot : in_lanes_) {
    const double* divisors = file + slot * lanes;
    to = std::copy_n(divisors, lanes, to);
    to = std::transform(divisors, divisors + lanes, to, inverse_of);
  }
  to = uniforms + program_.uniform_values.size();
  for (const auto slot : in_uniforms_) {
    *to++ = uniforms[slot];
    *to++ = inverse_of(uniforms[slot]);
  }
}

}  // namespace slackwater::run
