#pragma once

#include "slackwater/language/syntax_tree.hpp"

namespace slackwater::language {

/// How tightly an expression holds together, as the grammar has it; from loose to tight.
enum class Precedence : int {
  conditional,
  disjunction,
  conjunction,
  negation,
  comparison,
  sum,
  product,
  conversion,
  sign,
  power,
  atom
};

Precedence precedence_of(const Expr& expression);
Precedence precedence_of(BinaryOperator op);
/// The least precedence that an operand may have without parentheses.
Precedence needed_on_left(BinaryOperator op);
Precedence needed_on_right(BinaryOperator op);
/// As the language writes it: `+`, `<=`, `and`.
std::string_view symbol_of(BinaryOperator op);
/// Whether the printer puts parentheses around an operand: needed ones, and written ones around
/// operators.
bool keeps_parentheses(const Expr& operand, Precedence needed);

}  // namespace slackwater::language
