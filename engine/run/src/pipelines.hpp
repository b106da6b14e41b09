#pragma once

#include <cstdint>
#include <vector>

#include "block.hpp"

namespace slackwater::run {

/// What is on its way through every delay_fixed of a block: one ring per pipeline and lane.
class Pipelines {
 public:
  Pipelines(const program::Program& program, std::size_t lanes);

  /// Reads the delays, after `start`; never keeps more than a run of `steps` can use. Marks lanes
  /// whose delay is no possible number of steps in the fault slot.
  void begin(Block& block, double step, std::uint64_t steps);
  /// Fills the outputs of a step.
  void put_out(Block& block, std::uint64_t step);
  /// Takes the inputs of a step.
  void take_in(Block& block, std::uint64_t step);
  void copy_lane(std::size_t from, std::size_t lane);

 private:
  struct Ring {
    std::uint64_t delay = 1;  ///< in steps
    std::vector<double> values;
  };
  const program::Program& program_;
  std::size_t lanes_;
  std::vector<Ring> rings_;  ///< (pipeline, lane)
};

}  // namespace slackwater::run
