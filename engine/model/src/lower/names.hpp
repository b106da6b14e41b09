#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// " did you mean 'minimum_cycle_time' (parameter, line 12)?" for a name that nothing has; empty
/// without a like one.
std::string suggestion(Context& context, const Scope& scope, const std::string& name,
                       bool called = false);

/// Reports a name that means nothing here: an unknown one, or a dimension, element or unit that is
/// no value.
///
/// `unit_hint`: what to say when the name is a unit.
void report_unknown(Context& context, const Scope& scope, const language::Name& name, bool called,
                    const std::string& unit_hint = {});

/// Whether the name is taken by the language: functions, reductions, the clock's names.
bool is_built_in(std::string_view name);

}  // namespace slackwater::model::lowering
