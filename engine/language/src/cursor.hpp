#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "slackwater/language/syntax_tree.hpp"
#include "token.hpp"

namespace slackwater::language {

/// Walks the tokens of one paragraph and keeps its first error; after it every rule gives up.
class Cursor {
 public:
  Cursor(base::SourcePtr source, std::span<const Token> tokens, base::Diagnostics& diagnostics);

  const Token& peek(std::size_t ahead = 0) const;
  Token take();
  /// The token taken last.
  const Token& previous() const { return at_ == 0 ? end_ : tokens_[at_ - 1]; }
  bool at_end() const { return peek().kind == Token::Kind::end; }
  bool failed() const { return failed_; }
  /// From the start of `first` to the end of the token taken last.
  base::Span since(base::Span first) const;

  bool is_symbol(std::string_view symbol, std::size_t ahead = 0) const;
  bool is_word(std::string_view word, std::size_t ahead = 0) const;
  bool take_symbol(std::string_view symbol);
  bool take_word(std::string_view word);
  /// Takes the symbol or fails with "expected '=' and an equation": `what` follows the symbol.
  bool expect_symbol(std::string_view symbol, std::string_view what = {});
  /// Takes what closes the bracket at `open`, or says that it is never closed; `also` names what
  /// else fits.
  bool expect_closing(std::string_view symbol, base::Span open, std::string_view also);
  /// A word that is not reserved; `what` says what it names ("the name of a stock").
  std::optional<Name> expect_name(std::string_view what);
  /// One of a fixed set of words; `what` as in "integration method".
  std::optional<Name> expect_choice(std::string_view what,
                                    std::initializer_list<std::string_view> words);
  std::optional<Name> expect_one_text(std::string_view what);
  /// One or several strings, joined by a blank.
  std::optional<Name> expect_text(std::string_view what);

  void fail(std::string_view code, std::string message, base::Span where, std::string hint = {});
  /// "expected ..., found ..." at the next token.
  void fail_expected(std::string_view expected, std::string hint = {});
  /// A remedy for what people write behind an expression that has ended.
  std::string expression_hint() const;

  /// Counts nested constructs; false, with an error, when there are too many.
  bool enter(base::Span where);
  void leave() { --depth_; }

 private:
  base::SourcePtr source_;
  std::span<const Token> tokens_;
  base::Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  Token end_;
  int depth_ = 0;
  bool failed_ = false;
};

/// How deep brackets, signs and else-branches may nest; protects the stack of everyone who walks
/// the tree.
inline constexpr int kMostNested = 200;
/// How high an expression's tree may be; a sum of n terms is n - 1 high.
inline constexpr int kTallestExpression = 1000;

}  // namespace slackwater::language
