#pragma once

#include <string>

#include "evaluator.hpp"

namespace slackwater::scenario {

/// "12.3 week", "never": a number for people.
std::string number_text(const Outcome& outcome, const KnownUnit& unit);

/// A condition with its numbers in place of the names: "12.3 week > 2 * 4.1 week (= 8.2 week)".
std::string numbers_text(const Expression& condition, Evaluator& evaluator, const RunPlace& run);

}  // namespace slackwater::scenario
