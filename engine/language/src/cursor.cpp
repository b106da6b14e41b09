#include "cursor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slackwater::language {
namespace {

std::string describe(const Token& token) {
  if (token.kind == Token::Kind::end) return "the end of the declaration";
  if (token.kind == Token::Kind::string) return "a text";
  return fmt::format("'{}'", token.text);
}

}  // namespace

Cursor::Cursor(base::SourcePtr source, std::span<const Token> tokens,
               base::Diagnostics& diagnostics)
    : source_(std::move(source)), tokens_(tokens), diagnostics_(diagnostics) {
  if (!tokens_.empty()) end_.span = {tokens_.back().span.end, tokens_.back().span.end};
}

const Token& Cursor::peek(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end_;
}

Token Cursor::take() {
  const auto token = peek();
  if (at_ < tokens_.size()) ++at_;
  return token;
}

base::Span Cursor::since(base::Span first) const {
  return at_ == 0 ? first : base::cover(first, tokens_[at_ - 1].span);
}

bool Cursor::is_symbol(std::string_view symbol, std::size_t ahead) const {
  return peek(ahead).kind == Token::Kind::symbol && peek(ahead).text == symbol;
}

bool Cursor::is_word(std::string_view word, std::size_t ahead) const {
  return peek(ahead).kind == Token::Kind::word && peek(ahead).text == word;
}

bool Cursor::take_symbol(std::string_view symbol) {
  if (!is_symbol(symbol)) return false;
  take();
  return true;
}

bool Cursor::take_word(std::string_view word) {
  if (!is_word(word)) return false;
  take();
  return true;
}

bool Cursor::expect_symbol(std::string_view symbol, std::string_view what) {
  if (failed_) return false;
  if (take_symbol(symbol)) return true;
  fail_expected(what.empty() ? fmt::format("'{}'", symbol) : fmt::format("'{}' {}", symbol, what));
  return false;
}

bool Cursor::expect_closing(std::string_view symbol, base::Span open, std::string_view also) {
  if (failed_) return false;
  if (take_symbol(symbol)) return true;
  if (at_end()) {
    fail("E0109", fmt::format("'{}' is never closed", source_->slice(open)), open,
         fmt::format("add '{}' where it ends", symbol));
  } else {
    fail_expected(
        also.empty() ? fmt::format("'{}'", symbol) : fmt::format("{} or '{}'", also, symbol),
        expression_hint());
  }
  return false;
}

std::optional<Name> Cursor::expect_name(std::string_view what) {
  if (failed_) return std::nullopt;
  const auto& token = peek();
  if (token.kind != Token::Kind::word) {
    fail_expected(what);
    return std::nullopt;
  }
  if (is_reserved(token.text)) {
    fail("E0114", fmt::format("expected {}, but '{}' is a reserved word", what, token.text),
         token.span, fmt::format("choose another name, for example '{}_'", token.text));
    return std::nullopt;
  }
  const auto taken = take();
  return Name{std::string(taken.text), taken.span};
}

std::optional<Name> Cursor::expect_choice(std::string_view what,
                                          std::initializer_list<std::string_view> words) {
  if (failed_) return std::nullopt;
  const auto& token = peek();
  const auto known = std::find(words.begin(), words.end(), token.text) != words.end();
  if (token.kind == Token::Kind::word && known) {
    const auto taken = take();
    return Name{std::string(taken.text), taken.span};
  }
  const auto list = fmt::format("{}", fmt::join(words, ", "));
  if (token.kind != Token::Kind::word) {
    fail_expected(fmt::format("one of {}", list));
    return std::nullopt;
  }
  const auto similar = base::closest_name(token.text, {words.begin(), words.end()});
  fail("E0111", fmt::format("unknown {} '{}'", what, token.text), token.span,
       similar.empty() ? "known are " + list
                       : fmt::format("did you mean '{}'? Known are {}", similar, list));
  return std::nullopt;
}

std::optional<Name> Cursor::expect_one_text(std::string_view what) {
  if (failed_) return std::nullopt;
  if (peek().kind != Token::Kind::string) {
    fail_expected(what);
    return std::nullopt;
  }
  const auto token = take();
  return Name{string_value(token.text), token.span};
}

std::optional<Name> Cursor::expect_text(std::string_view what) {
  if (failed_) return std::nullopt;
  if (peek().kind != Token::Kind::string) {
    fail_expected(what);
    return std::nullopt;
  }
  auto text = *expect_one_text(what);
  while (peek().kind == Token::Kind::string) {
    const auto more = take();
    text.text += " " + string_value(more.text);
    text.span = base::cover(text.span, more.span);
  }
  return text;
}

void Cursor::fail(std::string_view code, std::string message, base::Span where, std::string hint) {
  if (!failed_) {
    diagnostics_.error(std::string(code), std::move(message), {source_, where}, std::move(hint));
  }
  failed_ = true;
}

void Cursor::fail_expected(std::string_view expected, std::string hint) {
  // The lexer has already said what is wrong with an invalid token.
  if (peek().kind == Token::Kind::invalid) failed_ = true;
  if (failed_) return;
  fail("E0108", fmt::format("expected {}, found {}", expected, describe(peek())), peek().span,
       std::move(hint));
}

std::string Cursor::expression_hint() const {
  if (is_symbol("=")) return "'==' compares two values";
  if (is_symbol("(") || is_symbol("{")) return "multiplication is written with '*'";
  if (is_symbol("[")) return "a unit in brackets stands behind a number only";
  return {};
}

bool Cursor::enter(base::Span where) {
  if (failed_) return false;
  if (++depth_ <= kMostNested) return true;
  fail("E0110", fmt::format("nested more than {} levels deep", kMostNested), where,
       "split it into several variables");
  return false;
}

}  // namespace slackwater::language
