#pragma once

#include "graph.hpp"

namespace slackwater::program {

/// Adds guards wherever a needed value could be not finite without anybody noticing.
///
/// A value that is not finite is noticed when it makes a stock's rate not finite, because a run
/// tests its stocks. That does not happen where something in between hides it: a minimum, a
/// comparison, a divisor, the argument of exp or of a lookup, the side of a select that is not
/// taken. Two facts are followed from the roots back, as conditions on the values: where a value is
/// needed (evaluated, see scalar_operators.hpp for select, safe_div, and, or), and where it is
/// seen. An operation that can turn finite operands into something else gets a guard if it may be
/// needed and not seen.
void add_guards(Graph& graph);

}  // namespace slackwater::program
