#include "token.hpp"

#include <fmt/format.h>

#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80u) != 0;
}
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Where a number that starts at `begin` ends. A dot belongs to it only before a digit: `208..260`
/// is a range.
std::size_t number_end(std::string_view text, std::size_t begin) {
  auto at = begin;
  while (at < text.size() && digit(text[at])) ++at;
  if (at + 1 < text.size() && text[at] == '.' && digit(text[at + 1])) {
    ++at;
    while (at < text.size() && digit(text[at])) ++at;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    auto exponent = at + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    if (exponent < text.size() && digit(text[exponent])) {
      while (exponent < text.size() && digit(text[exponent])) ++exponent;
      at = exponent;
    }
  }
  return at;
}

constexpr std::string_view kPairs[] = {"<=", ">=", "==", "!=", ".."};
constexpr std::string_view kSingles = "+-*/^()[],.=<>%";

std::size_t symbol_length(std::string_view text, std::size_t at) {
  for (const auto pair : kPairs) {
    if (text.substr(at, 2) == pair) return 2;
  }
  return kSingles.find(text[at]) != std::string_view::npos ? 1 : 0;
}

}  // namespace

std::vector<Token> tokenize(const TextRange& range, base::Diagnostics& diagnostics) {
  const auto text = range.source->slice(range.span);
  std::vector<Token> tokens;
  const auto add = [&](TokenKind kind, std::size_t begin, std::size_t end, double number = 0) {
    tokens.push_back({kind,
                      text.substr(begin, end - begin),
                      {range.span.begin + static_cast<std::uint32_t>(begin),
                       range.span.begin + static_cast<std::uint32_t>(end)},
                      number});
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    auto end = at + 1;
    if (blank(c)) {
    } else if (digit(c) || (c == '.' && at + 1 < text.size() && digit(text[at + 1]))) {
      end = number_end(text, at);
      const auto number = base::parse_number(text.substr(at, end - at));
      add(TokenKind::number, at, end, number.value_or(0));
      if (!number) {
        diagnostics.error("E1201", fmt::format("'{}' is no number", text.substr(at, end - at)),
                          {range.source, tokens.back().span});
      }
    } else if (letter(c)) {
      while (end < text.size() && (letter(text[end]) || digit(text[end]))) ++end;
      add(TokenKind::name, at, end);
    } else if (const auto length = symbol_length(text, at); length > 0) {
      end = at + length;
      add(TokenKind::symbol, at, end);
    } else {
      add(TokenKind::symbol, at, end);
      diagnostics.error("E1201", fmt::format("'{}' has no meaning here", text.substr(at, 1)),
                        {range.source, tokens.back().span});
    }
    at = end;
  }
  add(TokenKind::end, text.size(), text.size());
  return tokens;
}

}  // namespace slackwater::scenario
