#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// Finds what every name, call and subscript of an expression means and keeps it in
/// `context.references`.
void resolve_expression(Context& context, const Scope& scope, const language::Expr& expression);

/// The same for a check: `[*]` and names of dimensions outside of reductions run over their
/// elements.
///
/// Returns the scope with what runs; the expander repeats the check for each combination.
Scope resolve_check(Context& context, Scope scope, const language::CheckDeclaration& check);

/// The scope of one part of a variable: its running dimensions are names of subscripts.
Scope scope_of_part(const Context& context, const Part& part, std::string where);

}  // namespace slackwater::model::lowering
