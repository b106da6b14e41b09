#include <algorithm>
#include <iterator>

#include "token.hpp"

namespace slackwater::language {
namespace {

constexpr std::string_view kReserved[] = {"if",  "then", "else", "and", "or",
                                          "not", "as",   "for",  "in"};
constexpr std::string_view kClauseWords[] = {"range",  "better",  "within", "source",
                                             "inflow", "outflow", "from",   "to",
                                             "step",   "save",    "method", "column"};

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
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string value;
  std::size_t kept = 0;  // what an escape made is no blank at a line end
  written.remove_prefix(1);
  if (!written.empty() && written.back() == '"') written.remove_suffix(1);
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (c == '\\' && i + 1 < written.size()) {
      const char escaped = written[++i];
      value += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      kept = value.size();
    } else if (c == '\n') {
      while (value.size() > kept && kBlanks.find(value.back()) != std::string_view::npos)
        value.pop_back();
      while (i + 1 < written.size() && kBlanks.find(written[i + 1]) != std::string_view::npos) ++i;
      if (!value.empty() && i + 1 < written.size()) value += ' ';
      kept = value.size();
    } else {
      value += c;
    }
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
