#include "precedence.hpp"

#include <string_view>

namespace slackwater::language {
namespace {

Precedence tighter(Precedence precedence) {
  return static_cast<Precedence>(static_cast<int>(precedence) + 1);
}

}  // namespace

Precedence precedence_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::add:
    case BinaryOperator::subtract:
      return Precedence::sum;
    case BinaryOperator::multiply:
    case BinaryOperator::divide:
      return Precedence::product;
    case BinaryOperator::power:
      return Precedence::power;
    case BinaryOperator::logical_and:
      return Precedence::conjunction;
    case BinaryOperator::logical_or:
      return Precedence::disjunction;
    default:
      return Precedence::comparison;
  }
}

Precedence precedence_of(const Expr& expression) {
  switch (expression.kind) {
    case Expr::Kind::number:
      // Only a tree that was not parsed holds a negative number.
      return expression.number < 0 ? Precedence::sign : Precedence::atom;
    case Expr::Kind::unary:
      return expression.unary == UnaryOperator::negate ? Precedence::sign : Precedence::negation;
    case Expr::Kind::binary:
      return precedence_of(expression.binary);
    case Expr::Kind::conditional:
      return Precedence::conditional;
    case Expr::Kind::convert:
      return Precedence::conversion;
    default:
      return Precedence::atom;
  }
}

Precedence needed_on_left(BinaryOperator op) {
  const auto own = precedence_of(op);
  const bool refuses_equal = own == Precedence::comparison || own == Precedence::power;
  return refuses_equal ? tighter(own) : own;
}

Precedence needed_on_right(BinaryOperator op) {
  return op == BinaryOperator::power ? Precedence::sign : tighter(precedence_of(op));
}

std::string_view symbol_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::add:
      return "+";
    case BinaryOperator::subtract:
      return "-";
    case BinaryOperator::multiply:
      return "*";
    case BinaryOperator::divide:
      return "/";
    case BinaryOperator::power:
      return "^";
    case BinaryOperator::less:
      return "<";
    case BinaryOperator::less_equal:
      return "<=";
    case BinaryOperator::greater:
      return ">";
    case BinaryOperator::greater_equal:
      return ">=";
    case BinaryOperator::equal:
      return "==";
    case BinaryOperator::not_equal:
      return "!=";
    case BinaryOperator::logical_and:
      return "and";
    case BinaryOperator::logical_or:
      break;
  }
  return "or";
}

bool keeps_parentheses(const Expr& operand, Precedence needed) {
  const auto own = precedence_of(operand);
  if (own < needed) return true;
  return operand.parenthesized && own != Precedence::atom && needed != Precedence::conditional;
}

}  // namespace slackwater::language
