#include "syntax.hpp"

#include <fmt/format.h>

#include "token.hpp"

namespace slackwater::scenario::syntax {
namespace {

/// Deeper nesting is refused: the parser is recursive.
constexpr int kDeepest = 60;
/// Longer texts are refused: a chain of operators becomes a tree as deep as it is long.
constexpr std::size_t kMostTokens = 3000;

class Parser {
 public:
  Parser(const TextRange& text, base::Diagnostics& diagnostics)
      : text_(text), diagnostics_(diagnostics), tokens_(tokenize(text, diagnostics)) {
    failed_ = diagnostics.has_errors();
  }

  NodePtr whole() {
    if (tokens_.size() > kMostTokens) return fail("the expression is too long", tokens_[0].span);
    auto node = disjunction();
    if (!failed_ && token().kind != TokenKind::end) {
      fail(fmt::format("'{}' is not expected here", token().text), token().span);
    }
    return node;
  }

 private:
  const Token& token(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool take(std::string_view symbol) {
    if (!token().is(symbol)) return false;
    ++at_;
    return true;
  }
  bool take_name(std::string_view name) {
    if (!token().is_name(name)) return false;
    ++at_;
    return true;
  }

  NodePtr fail(std::string message, base::Span span, std::string hint = {}) {
    // One message per text: what follows the first error is rarely meant.
    if (!failed_) {
      diagnostics_.error("E1201", std::move(message), {text_.source, span}, std::move(hint));
    }
    failed_ = true;
    at_ = tokens_.size() - 1;
    auto node = std::make_unique<Node>();
    node->span = span;
    return node;
  }

  NodePtr make(Kind kind, base::Span span) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->span = span;
    return node;
  }

  NodePtr binary(Kind kind, NodePtr left, NodePtr right) {
    auto node = make(kind, base::cover(left->span, right->span));
    node->children.push_back(std::move(left));
    node->children.push_back(std::move(right));
    return node;
  }

  NodePtr disjunction() {
    auto node = conjunction();
    while (take_name("or")) node = binary(Kind::logical_or, std::move(node), conjunction());
    return node;
  }
  NodePtr conjunction() {
    auto node = negation();
    while (take_name("and")) node = binary(Kind::logical_and, std::move(node), negation());
    return node;
  }
  NodePtr negation() {
    const auto span = token().span;
    if (!take_name("not")) return comparison();
    const Depth depth(*this);
    if (depth.too_deep()) return fail("nested too deep", span);
    auto operand = negation();
    auto node = make(Kind::logical_not, base::cover(span, operand->span));
    node->children.push_back(std::move(operand));
    return node;
  }

  std::optional<Kind> comparison_sign() const {
    if (token().is("<")) return Kind::less;
    if (token().is("<=")) return Kind::less_equal;
    if (token().is(">")) return Kind::greater;
    if (token().is(">=")) return Kind::greater_equal;
    if (token().is("==")) return Kind::equal;
    if (token().is("!=")) return Kind::not_equal;
    return std::nullopt;
  }

  NodePtr comparison() {
    auto node = sum();
    if (const auto kind = comparison_sign()) {
      ++at_;
      node = binary(*kind, std::move(node), sum());
      if (comparison_sign()) {
        return fail("two comparisons in a row", token().span,
                    "write `a <= x and x <= b` instead of `a <= x <= b`");
      }
    }
    return node;
  }

  NodePtr sum() {
    auto node = product();
    while (true) {
      if (take("+")) {
        node = binary(Kind::add, std::move(node), product());
      } else if (take("-")) {
        node = binary(Kind::subtract, std::move(node), product());
      } else {
        return node;
      }
    }
  }

  NodePtr product() {
    auto node = sign();
    while (true) {
      if (take("*")) {
        node = binary(Kind::multiply, std::move(node), sign());
      } else if (take("/")) {
        node = binary(Kind::divide, std::move(node), sign());
      } else {
        return node;
      }
    }
  }

  NodePtr sign() {
    const auto span = token().span;
    if (!take("-")) return power();
    const Depth depth(*this);
    if (depth.too_deep()) return fail("nested too deep", span);
    auto operand = sign();
    auto node = make(Kind::negate, base::cover(span, operand->span));
    node->children.push_back(std::move(operand));
    return node;
  }

  NodePtr power() {
    auto node = primary();
    if (take("^")) {
      const Depth depth(*this);
      if (depth.too_deep()) return fail("nested too deep", node->span);
      node = binary(Kind::power, std::move(node), sign());
    }
    return node;
  }

  NodePtr primary() {
    const Depth depth(*this);
    const auto& first = token();
    if (depth.too_deep()) return fail("nested too deep", first.span);
    if (first.kind == TokenKind::number) return number();
    if (first.kind == TokenKind::name || first.is("*")) return path_or_call();
    if (first.is("(")) return parenthesis();
    if (first.is("[")) return list();
    if (first.kind == TokenKind::end) return fail("something is missing at the end", first.span);
    return fail(fmt::format("'{}' is not expected here", first.text), first.span);
  }

  static bool is_keyword(std::string_view name) {
    return name == "and" || name == "or" || name == "not" || name == "of" || name == "step";
  }

  NodePtr number() {
    auto node = make(Kind::number, token().span);
    node->number = token().number;
    ++at_;
    take_unit(*node);
    if (token().is_name("of")) {
      ++at_;
      auto share = make(Kind::share_of, base::cover(node->span, token().span));
      if (token().kind != TokenKind::name) return fail("'of' what?", token().span);
      share->parts.emplace_back(token().text);
      share->name_span = token().span;
      share->children.push_back(std::move(node));
      ++at_;
      return share;
    }
    return node;
  }

  void take_unit(Node& node) {
    const auto& unit = token();
    if (unit.is("%") || (unit.kind == TokenKind::name && !is_keyword(unit.text) &&
                         !token(1).is("(") && !token(1).is("."))) {
      node.unit = std::string(unit.text);
      node.unit_span = unit.span;
      node.span = base::cover(node.span, unit.span);
      ++at_;
    } else if (unit.is("[")) {
      const auto begin = unit.span.end;
      while (!token().is("]") && token().kind != TokenKind::end) ++at_;
      node.unit_span = {begin, token().span.begin};
      node.unit = std::string(text_.source->slice(node.unit_span));
      node.span = base::cover(node.span, token().span);
      if (!take("]")) fail("a '[' that is not closed", unit.span);
    }
  }

  NodePtr path_or_call() {
    auto node = make(Kind::path, token().span);
    if (token().kind == TokenKind::name && is_keyword(token().text)) {
      return fail(fmt::format("'{}' is not expected here", token().text), token().span);
    }
    while (true) {
      if (token().kind != TokenKind::name && !token().is("*")) {
        return fail("a name is missing after '.'", token().span);
      }
      node->parts.emplace_back(token().text);
      node->name_span = token().span;
      ++at_;
      if (!take(".")) break;
    }
    node->span = base::cover(node->span, node->name_span);
    if (node->parts.size() == 1 && node->parts[0] != "*") {
      if (token().is("(")) return call(std::move(node));
      if ((node->parts[0] == "future" || node->parts[0] == "policy") &&
          token().kind == TokenKind::name && !is_keyword(token().text)) {
        node->kind = Kind::pair;
        node->parts.emplace_back(token().text);
        node->name_span = token().span;
        node->span = base::cover(node->span, token().span);
        ++at_;
        return node;
      }
    }
    if (token().is("[")) subscript(*node);
    return node;
  }

  void subscript(Node& node) {
    const auto open = token().span;
    ++at_;
    const auto begin = open.end;
    while (!token().is("]") && token().kind != TokenKind::end) ++at_;
    node.subscript = std::string(text_.source->slice({begin, token().span.begin}));
    node.span = base::cover(node.span, token().span);
    if (!take("]")) fail("a '[' that is not closed", open);
  }

  NodePtr call(NodePtr node) {
    node->kind = Kind::call;
    ++at_;
    if (!token().is(")")) {
      do {
        argument(*node);
      } while (take(","));
    }
    node->span = base::cover(node->span, token().span);
    if (!failed_ && !take(")")) {
      return fail(token().kind == TokenKind::end
                      ? fmt::format("the ')' of '{}' is missing", node->parts[0])
                      : fmt::format("expected ',' or ')', found '{}'", token().text),
                  token().span);
    }
    return node;
  }

  void argument(Node& node) {
    std::string name;
    if (token().kind == TokenKind::name && token(1).is("=")) {
      name = std::string(token().text);
      at_ += 2;
    }
    auto value = disjunction();
    if (take("..")) {
      auto upper = sum();
      value = binary(Kind::range, std::move(value), std::move(upper));
    }
    node.argument_names.push_back(std::move(name));
    node.children.push_back(std::move(value));
  }

  NodePtr parenthesis() {
    const auto open = token().span;
    ++at_;
    auto node = disjunction();
    const auto close = token().span;
    if (!failed_ && !take(")")) {
      return fail(token().kind == TokenKind::end
                      ? std::string("a '(' that is not closed")
                      : fmt::format("expected ')', found '{}'", token().text),
                  token().kind == TokenKind::end ? open : close);
    }
    node->span = base::cover(open, close);
    return node;
  }

  NodePtr list() {
    const auto open = token().span;
    ++at_;
    auto node = make(Kind::list, open);
    if (!token().is("]")) {
      do {
        node->children.push_back(disjunction());
      } while (take(","));
    }
    node->span = base::cover(open, token().span);
    if (!failed_ && !take("]")) return fail("a '[' that is not closed", open);
    return node;
  }

  /// Counts the nesting for as long as it lives.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    bool too_deep() const { return parser_.depth_ > kDeepest; }

   private:
    Parser& parser_;
  };

  const TextRange& text_;
  base::Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

NodePtr parse(const TextRange& text, base::Diagnostics& diagnostics) {
  base::Diagnostics own;
  auto node = Parser(text, own).whole();
  diagnostics.append(own);
  return node;
}

}  // namespace slackwater::scenario::syntax
