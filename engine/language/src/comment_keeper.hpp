#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "slackwater/language/syntax_tree.hpp"
#include "token.hpp"

namespace slackwater::language {

/// The tokens [begin, end) of one declaration and, when it could be read, its place in the tree.
struct Paragraph {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<std::size_t> declaration;
};

/// Gives each comment to the declaration that it stands in or above.
///
/// A comment behind the last token of a declaration belongs to it when it shares that line or is
/// indented and follows without a comment at the margin; every other comment belongs to what comes
/// next.
void keep_comments(const TokenList& list, const std::vector<Paragraph>& paragraphs,
                   SyntaxTree& tree);

}  // namespace slackwater::language
