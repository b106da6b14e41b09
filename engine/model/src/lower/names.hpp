#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// " did you mean 'minimum_cycle_time' (parameter, line 12)?" for a name that nothing has; empty
/// without a like one.
std::string suggestion(Context& context, const Scope& scope, const std::string& name);

/// Reports a name that means nothing here: an unknown one, or a dimension, element or unit that is
/// no value.
void report_unknown(Context& context, const Scope& scope, const language::Name& name, bool called);

/// Whether the language keeps the word for itself: functions, clock names, keywords.
bool is_reserved(std::string_view name);

}  // namespace slackwater::model::lowering
