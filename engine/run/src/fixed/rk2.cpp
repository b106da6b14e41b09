#include "fixed/fixed_method.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::run {

void advance_rk2(const FixedStep& at) {
  const program::Rk2Factors factor(at.step);
  StockPasses passes(at);
  passes.first_stage(at.step, factor.half);
  at.block.set_time(at.time + at.step);
  at.block.derivative();
  passes.finish(factor.half);
}

}  // namespace slackwater::run
