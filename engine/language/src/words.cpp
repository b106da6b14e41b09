#include <algorithm>
#include <iterator>

#include "token.hpp"

namespace slackwater::language {
namespace {

constexpr std::string_view kReserved[] = {"if",  "then", "else", "and", "or",
                                          "not", "as",   "for",  "in"};
constexpr std::string_view kClauseWords[] = {"range", "better", "within", "source", "inflow", "outflow",
                                             "from",  "to",     "step",   "save",   "method", "column"};

template <std::size_t N>
bool contains(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

bool is_reserved(std::string_view word) { return contains(kReserved, word); }

bool is_clause_word(std::string_view word) {
  return is_reserved(word) || contains(kClauseWords, word);
}

std::string string_value(std::string_view written) {
  std::string value;
  written.remove_prefix(1);
  if (!written.empty() && written.back() == '"') written.remove_suffix(1);
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '\\' || i + 1 == written.size()) {
      value += written[i];
      continue;
    }
    const char c = written[++i];
    value += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }
  return value;
}

std::string quoted(std::string_view value) {
  std::string written = "\"";
  for (const char c : value) {
    switch (c) {
      case '"':
      case '\\':
        written += '\\';
        written += c;
        break;
      case '\n':
        written += "\\n";
        break;
      case '\t':
        written += "\\t";
        break;
      default:
        written += c;
    }
  }
  return written + "\"";
}

}  // namespace slackwater::language
