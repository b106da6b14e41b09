#include "context.hpp"

#include <array>

namespace slackwater::model::lowering {

std::string_view word(language::VariableKind kind) {
  constexpr std::array<std::string_view, 8> kWords{"stock", "flow",     "aux",       "parameter",
                                                   "lever", "constant", "indicator", "data"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string word_with_article(language::VariableKind kind) {
  const std::string text(word(kind));
  return (text.front() == 'a' || text.front() == 'i' ? "an " : "a ") + text;
}

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

std::string described(const VariableEntry& entry) {
  return std::string(word(entry.kind)) + " " + quoted(entry.name);
}

int line_of(const Context& context, base::Span span) {
  return context.tree.source->position(span.begin).line;
}

}  // namespace slackwater::model::lowering
