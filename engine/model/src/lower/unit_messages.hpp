#pragma once

#include "unit_check.hpp"

namespace slackwater::model::lowering {

struct Side {
  const language::Expr* expression;
  units::Unit unit;
};

/// E0303: two sides that must be alike are not; notes say where each unit comes from.
void report_mismatch(Context& context, const Scope& scope, const std::string& message,
                     base::Span span, const Side& left, const Side& right);

/// E0305: an argument is not in the unit that the function wants.
void report_argument(Context& context, const Scope& scope, const language::Expr& argument,
                     const units::Unit& given, const units::Unit& wanted, const std::string& what,
                     std::optional<base::Place> declared);

/// E0312: a condition that is no comparison.
void report_condition(Context& context, const Scope& scope, const language::Expr& expression,
                      const units::Unit& given);

/// A hint how an expression could become what is wanted: a unit behind a number, or `as`.
std::string remedy(Context& context, const Scope& scope, const language::Expr& expression,
                   const units::Unit& given, const units::Unit& wanted);

/// Notes with the declarations of up to three variables, lookups, functions and arguments whose
/// units make that of the expression.
void add_origins(const Context& context, const Scope& scope, const language::Expr& expression,
                 base::Diagnostic& diagnostic);

}  // namespace slackwater::model::lowering
