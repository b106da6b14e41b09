#pragma once

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/language/syntax_tree.hpp"

namespace slackwater::language {

/// Parses a whole model; what is wrong goes to `diagnostics`, what is right is in the tree.
///
/// Guarantees: every declaration that parses is kept although its neighbours do not; never throws.
SyntaxTree parse_model(const base::SourcePtr& source, base::Diagnostics& diagnostics);

/// Parses one expression that stands alone: a lever's rule, a measure's argument, a `--set` value.
///
/// Null when there are errors. Spans point into `source`; parsing covers `span` of it.
ExprPtr parse_expression(const base::SourcePtr& source, base::Span span,
                         base::Diagnostics& diagnostics);

}  // namespace slackwater::language
