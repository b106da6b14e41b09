#pragma once

#include "evaluator.hpp"

namespace slackwater::scenario {

/// The policies and futures that a number of one run needs: its own and those that it is compared
/// with.
Evaluation runs_needed(const Scenario& scenario, const Expression& expression, std::size_t policy,
                       std::size_t future);

/// The number (or the condition as 1 or 0) that one evaluation gave.
Outcome studied(const Scenario& scenario, const Measure& measure, const Tables& tables,
                std::size_t policy, std::size_t future);

/// The same for several values of what is varied, run side by side.
base::Result<std::vector<Outcome>> evaluate_at(const Scenario& scenario, const Measure& measure,
                                               const Vary& vary, std::span<const double> values,
                                               std::size_t policy, std::size_t future,
                                               const Evaluate& evaluate);

}  // namespace slackwater::scenario
