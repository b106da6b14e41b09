#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/base/source_text.hpp"

namespace slackwater::language {

struct Token {
  enum class Kind { word, number, string, symbol, invalid, end };
  Kind kind = Kind::end;
  base::Span span;
  std::string_view text;  ///< as written
  int line = 1;
  int last_line = 1;       ///< differs from `line` in a text over several lines
  bool at_margin = false;  ///< the first character of its line
};

struct SourceComment {
  base::Span span;
  int line = 1;
  bool own_line = false;  ///< nothing but blanks before it on its line
  bool at_margin = false;
};

struct TokenList {
  std::vector<Token> tokens;  ///< without an end token
  std::vector<SourceComment> comments;
  bool is_text = true;  ///< false: NUL bytes, or not UTF-8; that was reported
};

/// Cuts the part `span` of a text into tokens; what is none becomes an `invalid` token and a
/// diagnostic.
///
/// Guarantees: at most kMostLexicalErrors diagnostics, so that a binary file does not flood the
/// terminal.
TokenList tokenize(const base::SourcePtr& source, base::Span span, base::Diagnostics& diagnostics);

inline constexpr int kMostLexicalErrors = 25;

/// The value of a string token: without quotes, escapes resolved, a line end with its blanks as one
/// blank.
std::string string_value(std::string_view written);
/// The opposite: quoted and escaped.
std::string quoted(std::string_view value);

/// Words with a meaning inside expressions; they cannot be names.
bool is_reserved(std::string_view word);
/// Words that end a literal instead of being its unit: the reserved ones and those that start a
/// clause.
bool is_clause_word(std::string_view word);

}  // namespace slackwater::language
