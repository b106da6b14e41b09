#pragma once

#include "unit_check.hpp"

namespace slackwater::model::lowering {

/// The number that an expression without variables is, in the wanted unit; what is wrong is
/// reported.
///
/// Folds what IEEE arithmetic gives to the last bit on every machine: + - * / and whole powers,
/// comparisons, min max abs sqrt floor round sign mod clip safe_div, `if`, `as`.
std::optional<double> constant_number(Context& context, const Scope& scope,
                                      const language::Expr& expression, const Wanted& wanted);

/// A whole number from 1 to `most`, such as the order of a delay; what is wrong is reported.
std::optional<int> whole_number(Context& context, const Scope& scope,
                                const language::Expr& expression, const std::string& what,
                                int most);

}  // namespace slackwater::model::lowering
