#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lanes/kernel.hpp"
#include "slackwater/program/program.hpp"

namespace slackwater::run {

/// The fixed divisors of a program, each followed by its inverse (program/math/fixed_division.hpp):
/// pairs of slots behind the program's own in both files, filled once a run. None for a kernel that
/// divides by them as by anything else.
class Inverses {
 public:
  Inverses(const program::Program& program, const Kernel& kernel);

  std::size_t lane_slots() const { return 2 * in_lanes_.size(); }
  std::size_t uniform_slots() const { return 2 * in_uniforms_.size(); }
  /// The slot in its file of the pair of this operand, if it is a fixed divisor.
  std::optional<std::uint32_t> find(const program::Operand& divisor) const;
  /// Both files begin with the program's slots; after `start`.
  void fill(double* file, std::size_t lanes, double* uniforms) const;

 private:
  const program::Program& program_;
  std::vector<std::uint32_t> in_lanes_, in_uniforms_;  ///< the divisors' slots, in ascending order
};

}  // namespace slackwater::run
