#include "fixed/fixed_method.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::run {

void advance_rk4(const FixedStep& at) {
  const program::Rk4Factors factor(at.step);
  StockPasses passes(at);
  passes.first_stage(factor.half, factor.sixth);
  at.block.set_time(at.time + factor.half);
  at.block.derivative();
  passes.next_stage(factor.half, factor.third);
  at.block.derivative();
  passes.next_stage(at.step, factor.third);
  at.block.set_time(at.time + at.step);
  at.block.derivative();
  passes.finish(factor.sixth);
}

}  // namespace slackwater::run
