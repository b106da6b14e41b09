#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "../yaml_tree.hpp"

namespace slackwater::scenario {

enum class TokenKind : std::uint8_t { number, name, symbol, end };

/// A piece of an expression. Symbols are one or two characters: `+ <= .. [`.
struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
  base::Span span;
  double number = 0;

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_name(std::string_view name) const { return kind == TokenKind::name && text == name; }
};

/// Splits a text; the last token is an end. A character that no expression has is an error (E1201).
std::vector<Token> tokenize(const TextRange& text, base::Diagnostics& diagnostics);

}  // namespace slackwater::scenario
