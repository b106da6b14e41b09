#include "fixed/fixed_method.hpp"

namespace slackwater::run {

// Also what `discrete` does: one update per step.
void advance_euler(const FixedStep& at) { StockPasses(at).finish(at.step); }

}  // namespace slackwater::run
