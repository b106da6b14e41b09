#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "slackwater/base/number.hpp"
#include "token.hpp"
#include "utf8.hpp"

namespace slackwater::language {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_part(char c) { return is_word_start(c) || is_digit(c); }

constexpr std::string_view kLongSymbols[] = {"==", "!=", "<=", ">=", ".."};
constexpr std::string_view kShortSymbols = "()[]{},:=<>+-*/^%~";

/// What people type or paste for something that the language writes in another way.
std::string hint_for(std::uint32_t code_point) {
  switch (code_point) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case '\'':
      return "texts stand between straight double quotes: \"...\"";
    case 0x2212:
    case 0x2013:
      return "the minus sign is '-'";
    case 0xD7:
    case 0xB7:
      return "multiplication is written '*'";
    case 0x2264:
      return "less or equal is written '<='";
    case 0x2265:
      return "greater or equal is written '>='";
    case 0x2260:
    case '!':
      return "'!=' compares, 'not' negates";
    case 0xA0:
      return "this is a no-break space; type an ordinary blank";
    case '&':
      return "write 'and'";
    case '|':
      return "write 'or'";
    case ';':
      return "a declaration ends with its line; continue it on indented lines";
    default:
      return code_point >= 0x80 ? "names use a-z, A-Z, 0-9 and _" : "";
  }
}

class Lexer {
 public:
  Lexer(const base::SourcePtr& source, base::Span span, base::Diagnostics& diagnostics)
      : source_(source),
        text_(source->text().substr(0, span.end)),
        diagnostics_(diagnostics),
        at_(span.begin),
        line_start_(span.begin) {}

  TokenList run() {
    if (at_ == 0 && text_.substr(0, 3) == "\xEF\xBB\xBF") {
      at_ = 3;
      line_start_ = 3;
    }
    if (!check_encoding()) return std::move(list_);
    while (at_ < text_.size()) next();
    return std::move(list_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void next() {
    const char c = peek();
    if (c == '\n') {
      new_line();
    } else if (c == ' ' || c == '\t' || (c == '\r' && peek(1) == '\n') ||
               (c == '\r' && at_ + 1 == text_.size())) {
      ++at_;
    } else if (c == '#') {
      comment();
    } else if (c == '"') {
      string();
    } else if (is_word_start(c)) {
      const auto begin = at_;
      while (is_word_part(peek())) ++at_;
      add(Token::Kind::word, begin);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number();
    } else {
      symbol();
    }
  }

  void new_line() {
    ++at_;
    ++line_;
    line_start_ = at_;
    line_has_token_ = false;
  }

  void add(Token::Kind kind, std::size_t begin) { add(kind, begin, line_, line_start_); }

  void add(Token::Kind kind, std::size_t begin, int first_line, std::size_t margin) {
    list_.tokens.push_back({kind, span(begin, at_), text_.substr(begin, at_ - begin), first_line,
                            line_, begin == margin});
    line_has_token_ = true;
  }

  static base::Span span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void error(std::string_view code, std::string message, base::Span where, std::string hint = {}) {
    if (++errors_ > kMostLexicalErrors) return;
    diagnostics_.error(std::string(code), std::move(message), {source_, where}, std::move(hint));
  }

  // One error for a whole text: a wrong encoding is one mistake. False when it holds NUL bytes and
  // so is no text at all, of which everything else that could be said is noise.
  bool check_encoding() {
    const auto places = [](std::size_t count) {
      return count == 1 ? std::string()
                        : fmt::format(" in {} places, of which this is the first", count);
    };
    const auto part = text_.substr(at_);
    if (const auto nul = part.find('\0'); nul != std::string_view::npos) {
      const auto count = static_cast<std::size_t>(std::count(part.begin(), part.end(), '\0'));
      error("E0101", "unexpected NUL byte" + places(count), span(at_ + nul, at_ + nul + 1),
            "is this a text file?");
      list_.is_text = false;
      return false;
    }
    std::size_t count = 0;
    base::Span first;
    for (auto place = at_; place < text_.size();) {
      const auto code_point = decode_code_point(text_.substr(place));
      const auto end = place + static_cast<std::size_t>(code_point.length);
      if (!code_point.valid && count++ == 0) first = span(place, end);
      place = end;
    }
    if (count > 0) {
      error("E0102", "this is not valid UTF-8" + places(count), first,
            "save the file with the encoding UTF-8");
      list_.is_text = false;
    }
    return true;
  }

  // Passes one character; inside comments and strings every one is welcome that is valid at all.
  bool pass_text_character() {
    const auto code_point = decode_code_point(text_.substr(at_));
    at_ += static_cast<std::size_t>(code_point.length);
    return code_point.valid;
  }

  void comment() {
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != '\n') pass_text_character();
    auto end = at_;
    while (end > begin &&
           (text_[end - 1] == ' ' || text_[end - 1] == '\t' || text_[end - 1] == '\r'))
      --end;
    list_.comments.push_back({span(begin, end), line_, !line_has_token_, begin == line_start_});
  }

  // A text goes on over indented lines; a blank line, the margin or a `source "..."` clause shows
  // that its closing quote was forgotten.
  bool text_continues() const {
    const auto next = text_.find_first_not_of(" \t", at_ + 1);
    if (next == at_ + 1 || next == std::string_view::npos) return false;
    if (text_[next] == '\n' || text_[next] == '\r') return false;
    constexpr std::string_view kSource = "source";
    if (text_.substr(next, kSource.size()) != kSource) return true;
    const auto quote = text_.find_first_not_of(" \t", next + kSource.size());
    return quote == std::string_view::npos || text_[quote] != '"';
  }

  void string() {
    const auto begin = at_++;
    const auto first_line = line_;
    const auto margin = line_start_;
    auto first_end = std::min(text_.find('\n', begin), text_.size());
    if (text_[first_end - 1] == '\r' && first_end > begin + 1) --first_end;
    bool valid = true;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\n') {
        if (!text_continues()) break;
        new_line();
      } else if (text_[at_] == '\\') {
        valid = escape() && valid;
      } else {
        valid = pass_text_character() && valid;
      }
    }
    if (peek() == '"') {
      ++at_;
    } else {
      error("E0104", "this text has no closing '\"'", span(begin, first_end),
            "a text may go on over indented lines; it ends with '\"'");
      valid = false;
    }
    add(valid ? Token::Kind::string : Token::Kind::invalid, begin, first_line, margin);
  }

  bool escape() {
    const char c = peek(1);
    if (c == '"' || c == '\\' || c == 'n' || c == 't') {
      at_ += 2;
      return true;
    }
    error("E0105", "unknown escape in a text", span(at_, at_ + 1),
          "a text knows \\\" \\\\ \\n and \\t; a backslash itself is written \\\\");
    ++at_;
    return false;
  }

  void number() {
    const auto begin = at_;
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && peek(1) != '.') {
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const bool has_sign = peek(1) == '+' || peek(1) == '-';
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(has_sign ? 2 : 1))) {
      at_ += has_sign ? 2 : 1;
      while (is_digit(peek())) ++at_;
    }
    const auto digits_end = at_;
    const bool glued = is_word_start(peek()) || (peek() == '.' && peek(1) != '.');
    if (glued) {
      while (is_word_part(peek()) || peek() == '.') ++at_;
      const auto written = text_.substr(begin, at_ - begin);
      error("E0103", fmt::format("'{}' is not a number", written), span(begin, at_),
            is_word_start(text_[digits_end])
                ? fmt::format("a blank separates a number from its unit: '{} {}'",
                              text_.substr(begin, digits_end - begin),
                              text_.substr(digits_end, at_ - digits_end))
                : "");
      add(Token::Kind::invalid, begin);
      return;
    }
    if (!base::parse_number(text_.substr(begin, at_ - begin))) {
      error("E0103", "this number is too large", span(begin, at_), "the largest is about 1.8e308");
      add(Token::Kind::invalid, begin);
      return;
    }
    add(Token::Kind::number, begin);
  }

  void symbol() {
    const auto begin = at_;
    for (const auto symbol : kLongSymbols) {
      if (text_.substr(at_, 2) == symbol) {
        at_ += 2;
        add(Token::Kind::symbol, begin);
        return;
      }
    }
    if (peek() != '\0' && kShortSymbols.find(peek()) != std::string_view::npos) {
      ++at_;
      add(Token::Kind::symbol, begin);
      return;
    }
    unexpected();
  }

  void unexpected() {
    const auto begin = at_;
    if (text_.substr(at_, 2) == "&&" || text_.substr(at_, 2) == "||") {
      at_ += 2;
      error("E0101", fmt::format("unexpected characters '{}'", text_.substr(begin, 2)),
            span(begin, at_), hint_for(static_cast<std::uint32_t>(text_[begin])));
      add(Token::Kind::invalid, begin);
      return;
    }
    const auto code_point = decode_code_point(text_.substr(at_));
    at_ += static_cast<std::size_t>(code_point.length);
    if (code_point.valid) {
      const bool printable = code_point.value >= 0x20 && code_point.value != 0x7F;
      const auto shown = printable ? fmt::format("'{}'", text_.substr(begin, at_ - begin))
                         : code_point.value == '\r'
                             ? std::string("carriage return without a line feed")
                             : fmt::format("control character {}", code_point.value);
      error("E0101", "unexpected character " + shown, span(begin, at_), hint_for(code_point.value));
    }
    add(Token::Kind::invalid, begin);
  }

  base::SourcePtr source_;
  std::string_view text_;
  base::Diagnostics& diagnostics_;
  TokenList list_;
  std::size_t at_;
  std::size_t line_start_;
  int line_ = 1;
  int errors_ = 0;
  bool line_has_token_ = false;
};

}  // namespace

TokenList tokenize(const base::SourcePtr& source, base::Span span, base::Diagnostics& diagnostics) {
  return Lexer(source, span, diagnostics).run();
}

}  // namespace slackwater::language
