#pragma once

#include <cstdint>
#include <vector>

#include "slackwater/program/meaning.hpp"

namespace slackwater::reference {

/// The contents of every delay_fixed: what goes in comes out so many steps later.
class Pipelines {
 public:
  Pipelines(const program::StartValues& start, double step);

  /// What comes out during the current step.
  const std::vector<double>& outputs() const { return outputs_; }
  /// Takes what went in at the start of the current step, and goes on to the next one.
  void advance(const std::vector<double>& inputs);

 private:
  std::vector<std::uint32_t> steps_;
  std::vector<std::vector<double>> history_;  // of every pipeline: the inputs of all steps so far
  std::vector<double> outputs_;
};

}  // namespace slackwater::reference
