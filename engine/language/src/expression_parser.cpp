#include "expression_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "slackwater/base/number.hpp"
#include "slackwater/language/functions.hpp"

namespace slackwater::language {
namespace {

std::optional<BinaryOperator> comparison_at(const Cursor& cursor) {
  if (cursor.is_symbol("<")) return BinaryOperator::less;
  if (cursor.is_symbol("<=")) return BinaryOperator::less_equal;
  if (cursor.is_symbol(">")) return BinaryOperator::greater;
  if (cursor.is_symbol(">=")) return BinaryOperator::greater_equal;
  if (cursor.is_symbol("==")) return BinaryOperator::equal;
  if (cursor.is_symbol("!=")) return BinaryOperator::not_equal;
  return std::nullopt;
}

}  // namespace

ExprPtr ExpressionParser::parse() {
  if (!cursor_.enter(cursor_.peek().span)) return nullptr;
  auto result = conditional();
  if (cursor_.failed()) return nullptr;
  cursor_.leave();
  return result;
}

ExprPtr ExpressionParser::conditional() {
  if (!cursor_.is_word("if")) return disjunction();
  const auto begin = cursor_.take().span;
  auto result = std::make_unique<Expr>();
  result->kind = Expr::Kind::conditional;
  int tallest = 0;
  for (const auto* word : {"then", "else", ""}) {
    auto part = parse();
    if (!part) return nullptr;
    tallest = std::max(tallest, height_);
    result->arguments.push_back(std::move(part));
    if (*word != '\0' && !cursor_.take_word(word)) {
      cursor_.fail_expected(fmt::format("'{}'", word), cursor_.expression_hint());
      return nullptr;
    }
  }
  result->span = cursor_.since(begin);
  if (!grow(tallest + 1, result->span)) return nullptr;
  return result;
}

ExprPtr ExpressionParser::disjunction() {
  auto left = conjunction();
  while (left && cursor_.is_word("or")) {
    const auto height = height_;
    const auto at = cursor_.take().span;
    left = binary(BinaryOperator::logical_or, at, std::move(left), height, conjunction());
  }
  return left;
}

ExprPtr ExpressionParser::conjunction() {
  auto left = negation();
  while (left && cursor_.is_word("and")) {
    const auto height = height_;
    const auto at = cursor_.take().span;
    left = binary(BinaryOperator::logical_and, at, std::move(left), height, negation());
  }
  return left;
}

ExprPtr ExpressionParser::negation() {
  if (!cursor_.is_word("not")) return comparison();
  if (!cursor_.enter(cursor_.peek().span)) return nullptr;
  const auto word = cursor_.take();
  auto result = unary(UnaryOperator::logical_not, word, negation());
  cursor_.leave();
  return result;
}

ExprPtr ExpressionParser::comparison() {
  auto left = sum();
  const auto op = comparison_at(cursor_);
  if (!left || !op) return left;
  const auto height = height_;
  const auto at = cursor_.take().span;
  left = binary(*op, at, std::move(left), height, sum());
  if (left && comparison_at(cursor_)) {
    cursor_.fail("E0116", "two comparisons in a row", cursor_.peek().span,
                 "write 'a < b and b < c'");
    return nullptr;
  }
  return left;
}

ExprPtr ExpressionParser::sum() {
  auto left = product();
  while (left && (cursor_.is_symbol("+") || cursor_.is_symbol("-"))) {
    const auto height = height_;
    const auto sign = cursor_.take();
    const auto op = sign.text == "+" ? BinaryOperator::add : BinaryOperator::subtract;
    left = binary(op, sign.span, std::move(left), height, product());
  }
  return left;
}

ExprPtr ExpressionParser::product() {
  auto left = conversion();
  while (left && (cursor_.is_symbol("*") || cursor_.is_symbol("/"))) {
    const auto height = height_;
    const auto sign = cursor_.take();
    if (sign.text == "*" && cursor_.is_symbol("*")) {
      cursor_.fail("E0108", "expected a value, found '*'", cursor_.peek().span,
                   "a power is written 'a ^ b'");
      return nullptr;
    }
    const auto op = sign.text == "*" ? BinaryOperator::multiply : BinaryOperator::divide;
    left = binary(op, sign.span, std::move(left), height, conversion());
  }
  return left;
}

ExprPtr ExpressionParser::conversion() {
  auto value = signed_power();
  while (value && cursor_.is_word("as")) {
    cursor_.take();
    auto result = std::make_unique<Expr>();
    result->kind = Expr::Kind::convert;
    result->unit_in_brackets = cursor_.is_symbol("[");
    result->unit = parse_short_unit(cursor_);
    if (!result->unit) return nullptr;
    result->span = cursor_.since(value->span);
    result->arguments.push_back(std::move(value));
    if (!grow(height_ + 1, result->span)) return nullptr;
    value = std::move(result);
  }
  return value;
}

ExprPtr ExpressionParser::signed_power() {
  if (!cursor_.is_symbol("-")) return power();
  if (!cursor_.enter(cursor_.peek().span)) return nullptr;
  const auto sign = cursor_.take();
  auto result = unary(UnaryOperator::negate, sign, signed_power());
  cursor_.leave();
  return result;
}

ExprPtr ExpressionParser::power() {
  auto base = primary();
  if (!base || !cursor_.is_symbol("^")) return base;
  if (!cursor_.enter(cursor_.peek().span)) return nullptr;
  const auto height = height_;
  const auto at = cursor_.take().span;
  auto result = binary(BinaryOperator::power, at, std::move(base), height, signed_power());
  cursor_.leave();
  return result;
}

ExprPtr ExpressionParser::primary() {
  if (cursor_.failed()) return nullptr;
  const auto& token = cursor_.peek();
  if (token.kind == Token::Kind::number) return number();
  if (cursor_.is_symbol("(")) return parenthesized();
  if (token.kind == Token::Kind::word && !is_reserved(token.text)) return name_or_call();
  std::string hint;
  if (cursor_.is_word("if") || cursor_.is_word("not")) {
    hint = fmt::format("put '{} ...' in parentheses", token.text);
  } else if (cursor_.is_symbol("+")) {
    hint = "a positive number has no sign";
  }
  cursor_.fail_expected("a value", std::move(hint));
  return nullptr;
}

ExprPtr ExpressionParser::number() {
  const auto token = cursor_.take();
  auto result = std::make_unique<Expr>();
  result->kind = Expr::Kind::number;
  result->number = base::parse_number(token.text).value_or(0);
  result->number_text = std::string(token.text);
  if (cursor_.take_symbol("%")) {
    result->percent = true;
    result->number /= 100;
  }
  const auto& next = cursor_.peek();
  const bool unit_name = next.kind == Token::Kind::word && !is_clause_word(next.text);
  result->unit_in_brackets = cursor_.is_symbol("[");
  if (unit_name || result->unit_in_brackets) {
    result->unit = parse_short_unit(cursor_);
    if (!result->unit) return nullptr;
  }
  result->span = cursor_.since(token.span);
  height_ = 1;
  return result;
}

ExprPtr ExpressionParser::parenthesized() {
  const auto open = cursor_.take().span;
  auto inner = parse();
  if (!inner || !cursor_.expect_closing(")", open, "an operator")) return nullptr;
  inner->parenthesized = true;
  inner->span = cursor_.since(open);
  return inner;
}

ExprPtr ExpressionParser::name_or_call() {
  const auto token = cursor_.take();
  auto result = std::make_unique<Expr>();
  result->kind = Expr::Kind::name;
  result->name = {std::string(token.text), token.span};
  height_ = 1;
  if (cursor_.is_symbol("[") && !parse_subscripts(cursor_, result->subscripts)) return nullptr;
  if (cursor_.is_symbol("(") && !arguments(*result)) return nullptr;
  result->span = cursor_.since(token.span);
  return result;
}

bool ExpressionParser::arguments(Expr& call) {
  const auto open = cursor_.take().span;
  call.kind = Expr::Kind::call;
  int tallest = 0;
  if (!cursor_.is_symbol(")")) {
    do {
      if (!argument(call)) return false;
      tallest = std::max(tallest, height_);
    } while (cursor_.take_symbol(","));
    if (cursor_.is_word("for") && !reduction(call)) return false;
  }
  if (!cursor_.expect_closing(")", open, "',', an operator")) return false;
  return grow(tallest + 1, cursor_.since(call.name.span));
}

bool ExpressionParser::argument(Expr& call) {
  Name name;
  const auto& next = cursor_.peek();
  if (next.kind == Token::Kind::word && cursor_.is_symbol("=", 1)) {
    const auto taken = cursor_.take();
    cursor_.take();
    name = {std::string(taken.text), taken.span};
    const auto same_name = [&](const Name& other) { return other.text == name.text; };
    if (std::any_of(call.argument_names.begin(), call.argument_names.end(), same_name)) {
      cursor_.fail("E0115", fmt::format("argument '{}' is given twice", name.text), name.span);
      return false;
    }
  } else if (!call.argument_names.empty() && !call.argument_names.back().text.empty()) {
    cursor_.fail("E0115", "an argument without a name behind one with a name", next.span,
                 fmt::format("name it: 'name = ...', or put it before '{} ='",
                             call.argument_names.back().text));
    return false;
  }
  auto value = parse();
  if (!value) return false;
  call.arguments.push_back(std::move(value));
  call.argument_names.push_back(std::move(name));
  return true;
}

bool ExpressionParser::reduction(Expr& call) {
  const auto word = cursor_.take().span;
  if (!find_reduction(call.name.text)) {
    const auto similar =
        base::closest_name(call.name.text, {"sum", "prod", "mean", "min", "max", "count"});
    cursor_.fail("E0117", fmt::format("'{}' is not a reduction and takes no 'for'", call.name.text),
                 call.name.span,
                 similar.empty() ? "reductions are sum, prod, mean, min, max, count"
                                 : fmt::format("did you mean '{}'?", similar));
    return false;
  }
  if (call.arguments.size() != 1 || !call.argument_names[0].text.empty() ||
      !call.subscripts.empty()) {
    cursor_.fail("E0117", "a reduction with 'for' takes one expression", word,
                 fmt::format("{}(expression for i in dimension)", call.name.text));
    return false;
  }
  call.kind = Expr::Kind::reduction;
  return parse_bindings(cursor_, call.bindings);
}

ExprPtr ExpressionParser::binary(BinaryOperator op, base::Span operator_span, ExprPtr left,
                                 int left_height, ExprPtr right) {
  if (!right) return nullptr;
  auto result = std::make_unique<Expr>();
  result->kind = Expr::Kind::binary;
  result->binary = op;
  result->operator_span = operator_span;
  result->span = base::cover(left->span, right->span);
  result->arguments.push_back(std::move(left));
  result->arguments.push_back(std::move(right));
  if (!grow(std::max(left_height, height_) + 1, operator_span)) return nullptr;
  return result;
}

ExprPtr ExpressionParser::unary(UnaryOperator op, const Token& sign, ExprPtr operand) {
  if (!operand) return nullptr;
  auto result = std::make_unique<Expr>();
  result->kind = Expr::Kind::unary;
  result->unary = op;
  result->operator_span = sign.span;
  result->span = base::cover(sign.span, operand->span);
  result->arguments.push_back(std::move(operand));
  if (!grow(height_ + 1, sign.span)) return nullptr;
  return result;
}

bool ExpressionParser::grow(int height, base::Span where) {
  height_ = height;
  if (height <= kTallestExpression) return true;
  cursor_.fail("E0110",
               fmt::format("an expression of more than {} terms in a row", kTallestExpression),
               where, "split it into several variables");
  return false;
}

}  // namespace slackwater::language
