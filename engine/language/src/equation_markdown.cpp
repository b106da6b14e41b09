#include "precedence.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::language {
namespace {

std::string markdown(const Expr& expression);

// Inside a code span nothing needs an escape; a name holds no backtick.
std::string code(const std::string& text) { return "`" + text + "`"; }

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '_' || c == '*') out += '\\';
    out += c;
  }
  return out;
}

std::string operand(const Expr& expression, Precedence needed) {
  const auto text = markdown(expression);
  return keeps_parentheses(expression, needed) ? "(" + text + ")" : text;
}

std::string number(const Expr& expression) {
  const auto value = expression.percent ? expression.number * 100 : expression.number;
  auto text = expression.number_text.empty() ? base::format_number(value) : expression.number_text;
  if (expression.percent) text += " %";
  if (expression.unit) text += " " + escaped(format_unit(*expression.unit));
  return text;
}

std::string name(const Expr& expression) {
  Expr plain;
  plain.kind = Expr::Kind::name;
  plain.name = expression.name;
  plain.subscripts = expression.subscripts;
  return code(format_expression(plain));
}

std::string call(const Expr& expression) {
  auto out = expression.subscripts.empty() ? escaped(expression.name.text) : name(expression);
  out += "(";
  for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
    if (i > 0) out += ", ";
    const bool named =
        i < expression.argument_names.size() && !expression.argument_names[i].text.empty();
    if (named) out += escaped(expression.argument_names[i].text) + " = ";
    out += markdown(*expression.arguments[i]);
  }
  for (std::size_t i = 0; i < expression.bindings.size(); ++i) {
    const auto& binding = expression.bindings[i];
    out += (i == 0 ? " for " : ", ") + code(binding.variable.text) + " in " +
           code(binding.dimension.text);
  }
  return out + ")";
}

std::string sign(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::multiply:
      return "·";
    case BinaryOperator::subtract:
      return "−";
    case BinaryOperator::less_equal:
      return "≤";
    case BinaryOperator::greater_equal:
      return "≥";
    case BinaryOperator::less:
      return "&lt;";
    case BinaryOperator::greater:
      return "&gt;";
    case BinaryOperator::equal:
      return "=";
    case BinaryOperator::not_equal:
      return "≠";
    default:
      return std::string(symbol_of(op));
  }
}

std::string binary(const Expr& expression) {
  const auto left = operand(*expression.arguments[0], needed_on_left(expression.binary));
  const auto right = operand(*expression.arguments[1], needed_on_right(expression.binary));
  if (expression.binary == BinaryOperator::power) return left + "^" + right;
  return left + " " + sign(expression.binary) + " " + right;
}

std::string markdown(const Expr& expression) {
  const auto& parts = expression.arguments;
  const auto own = precedence_of(expression);
  switch (expression.kind) {
    case Expr::Kind::number:
      return number(expression);
    case Expr::Kind::name:
      return name(expression);
    case Expr::Kind::call:
    case Expr::Kind::reduction:
      return call(expression);
    case Expr::Kind::unary:
      return (expression.unary == UnaryOperator::negate ? "−" : "not ") + operand(*parts[0], own);
    case Expr::Kind::conditional:
      return "if " + markdown(*parts[0]) + " then " + markdown(*parts[1]) + " else " +
             markdown(*parts[2]);
    case Expr::Kind::convert:
      return operand(*parts[0], own) + " as " + escaped(format_unit(*expression.unit));
    case Expr::Kind::binary:
      break;
  }
  return binary(expression);
}

}  // namespace

std::string equation_markdown(const Expr& expression) { return markdown(expression); }

}  // namespace slackwater::language
