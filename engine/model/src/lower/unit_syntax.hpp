#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// The unit that a text writes; an unknown name is reported once, where it is met first, with
/// `hint` when there is one.
DeclaredUnit resolve_unit(Context& context, const base::SourcePtr& source,
                          const language::UnitSyntax& syntax, const std::string& hint = {});
DeclaredUnit resolve_unit(Context& context, const base::SourcePtr& source,
                          const std::optional<language::UnitSyntax>& syntax);

}  // namespace slackwater::model::lowering
