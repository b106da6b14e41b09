#pragma once

#include <cstddef>

#include "block.hpp"

namespace slackwater::run {

/// One fixed step of a block, between the first derivative (already there) and the new state.
///
/// The state at the start of the step stays in `base` until the step is known to be good; the new
/// one grows in `next`, stage by stage, and is written to the program's stocks at the end.
struct FixedStep {
  Block& block;
  double time;
  double step;
  double* base;
  double* next;
};

/// The passes over the stocks that methods are made of; the slopes are the program's rates.
class StockPasses {
 public:
  explicit StockPasses(const FixedStep& at);
  /// The next stage's state is base + stage_factor * slope; the total gets total_factor * slope.
  void first_stage(double stage_factor, double total_factor);
  void next_stage(double stage_factor, double total_factor);
  /// The new state is the total (the base, when there was no stage) plus factor * slope.
  void finish(double factor);

 private:
  const Kernel& kernel_;
  const FixedStep& at_;
  StockPass pass_;
};

void advance_euler(const FixedStep& at);
void advance_rk2(const FixedStep& at);
void advance_rk4(const FixedStep& at);

}  // namespace slackwater::run
