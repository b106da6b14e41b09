#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// The units of a check: its condition is one, its tolerance is in the unit of the sides compared.
void check_condition(Context& context, const Scope& scope, const language::CheckDeclaration& check);

/// Expands every check to one condition per element.
void expand_checks(Context& context);

}  // namespace slackwater::model::lowering
