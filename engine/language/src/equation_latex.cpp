#include <algorithm>
#include <array>

#include "precedence.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::language {
namespace {

std::string latex(const Expr& expression);

std::string in_parentheses(const std::string& inner) { return "\\left(" + inner + "\\right)"; }

// A fraction or a power stands apart by its form, so written parentheses are kept only where they
// matter.
std::string operand(const Expr& expression, Precedence needed) {
  const bool fraction =
      expression.kind == Expr::Kind::binary && expression.binary == BinaryOperator::divide;
  if (fraction && needed <= Precedence::sign) return latex(expression);
  const auto text = latex(expression);
  return precedence_of(expression) < needed ? in_parentheses(text) : text;
}

std::string digits(const std::string& written) {
  const auto exponent = written.find_first_of("eE");
  if (exponent == std::string::npos) return written;
  auto power = written.substr(exponent + 1);
  if (power.front() == '+') power.erase(0, 1);
  return written.substr(0, exponent) + " \\cdot 10^{" + power + "}";
}

std::string unit_text(const UnitSyntax& unit) {
  std::string out;
  const auto written = format_unit(unit);
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (c == '^') {
      const auto end = std::min(written.find_first_of("*/)", i + 2), written.size());
      const auto close =
          written[i + 1] == '(' ? std::min(written.find(')', i), written.size() - 1) + 1 : end;
      out += "^{" + written.substr(i + 1, close - i - 1) + "}";
      i = close - 1;
    } else if (c == '_') {
      out += "\\_";
    } else if (c == '*' || c == ' ') {
      out += "\\,";
    } else {
      out += c;
    }
  }
  return "\\mathrm{" + out + "}";
}

std::string number(const Expr& expression) {
  const auto value = expression.percent ? expression.number * 100 : expression.number;
  auto text =
      digits(expression.number_text.empty() ? base::format_number(value) : expression.number_text);
  if (expression.percent) text += "\\,\\%";
  if (expression.unit) text += "\\," + unit_text(*expression.unit);
  return text;
}

std::string subscripts(const std::vector<Subscript>& list) {
  if (list.empty()) return "";
  std::string out = "_{";
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ", ";
    out += list[i].kind == Subscript::Kind::star ? "*" : latex_name(list[i].name.text);
  }
  return out + "}";
}

std::string index_of(const std::vector<Binding>& bindings) {
  std::string out = "_{";
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    if (i > 0) out += ",\\ ";
    out +=
        latex_name(bindings[i].variable.text) + " \\in " + latex_name(bindings[i].dimension.text);
  }
  return out + "}";
}

std::string command_of(const std::string& function) {
  static constexpr std::array<std::string_view, 9> kKnown = {"min", "max", "exp",  "ln", "sin",
                                                             "cos", "tan", "tanh", "log"};
  for (const auto known : kKnown) {
    if (function == known) return "\\" + function;
  }
  if (function == "log10") return "\\log_{10}";
  if (function == "asin" || function == "acos" || function == "atan")
    return "\\arc" + function.substr(1);
  std::string escaped;
  for (const char c : function) escaped += c == '_' ? std::string("\\_") : std::string(1, c);
  return "\\operatorname{" + escaped + "}";
}

std::string argument_list(const Expr& expression) {
  std::string out;
  for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
    if (i > 0) out += ", ";
    const bool named =
        i < expression.argument_names.size() && !expression.argument_names[i].text.empty();
    if (named) out += latex_name(expression.argument_names[i].text) + " = ";
    out += latex(*expression.arguments[i]);
  }
  return out;
}

std::string call(const Expr& expression) {
  const auto& function = expression.name.text;
  const bool one = expression.arguments.size() == 1;
  if (one && function == "sqrt") return "\\sqrt{" + latex(*expression.arguments[0]) + "}";
  if (one && function == "abs") return "\\left|" + latex(*expression.arguments[0]) + "\\right|";
  if (one && function == "floor") {
    return "\\left\\lfloor " + latex(*expression.arguments[0]) + " \\right\\rfloor";
  }
  return command_of(function) + subscripts(expression.subscripts) +
         in_parentheses(argument_list(expression));
}

std::string reduction(const Expr& expression) {
  const auto& function = expression.name.text;
  const auto& body = *expression.arguments[0];
  const auto index = index_of(expression.bindings);
  if (function == "sum") return "\\sum" + index + " " + operand(body, Precedence::product);
  if (function == "prod") return "\\prod" + index + " " + operand(body, Precedence::product);
  return command_of(function) + index + in_parentheses(latex(body));
}

std::string sign(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::multiply:
      return "\\cdot";
    case BinaryOperator::less_equal:
      return "\\le";
    case BinaryOperator::greater_equal:
      return "\\ge";
    case BinaryOperator::equal:
      return "=";
    case BinaryOperator::not_equal:
      return "\\ne";
    case BinaryOperator::logical_and:
      return "\\land";
    case BinaryOperator::logical_or:
      return "\\lor";
    default:
      return std::string(symbol_of(op));
  }
}

std::string binary(const Expr& expression) {
  const auto& left = *expression.arguments[0];
  const auto& right = *expression.arguments[1];
  if (expression.binary == BinaryOperator::divide) {
    return "\\frac{" + latex(left) + "}{" + latex(right) + "}";
  }
  if (expression.binary == BinaryOperator::power) {
    return "{" + operand(left, Precedence::atom) + "}^{" + latex(right) + "}";
  }
  return operand(left, needed_on_left(expression.binary)) + " " + sign(expression.binary) + " " +
         operand(right, needed_on_right(expression.binary));
}

std::string conditional(const Expr& expression) {
  return "\\begin{cases} " + latex(*expression.arguments[1]) + " & \\text{if } " +
         latex(*expression.arguments[0]) + " \\\\ " + latex(*expression.arguments[2]) +
         " & \\text{otherwise} \\end{cases}";
}

std::string latex(const Expr& expression) {
  switch (expression.kind) {
    case Expr::Kind::number:
      return number(expression);
    case Expr::Kind::name:
      return latex_name(expression.name.text) + subscripts(expression.subscripts);
    case Expr::Kind::call:
      return call(expression);
    case Expr::Kind::reduction:
      return reduction(expression);
    case Expr::Kind::unary:
      return (expression.unary == UnaryOperator::negate ? "-" : "\\lnot ") +
             operand(*expression.arguments[0], precedence_of(expression));
    case Expr::Kind::conditional:
      return conditional(expression);
    case Expr::Kind::convert:
      return operand(*expression.arguments[0], Precedence::product) + "\\ \\text{as}\\ " +
             unit_text(*expression.unit);
    case Expr::Kind::binary:
      break;
  }
  return binary(expression);
}

}  // namespace

std::string latex_name(const std::string& name) {
  if (name.size() == 1) return name == "_" ? "\\_" : name;
  std::string out = "\\mathrm{";
  for (const char c : name) {
    if (c == '_') out += '\\';
    out += c;
  }
  return out + "}";
}

std::string equation_latex(const Expr& expression) { return latex(expression); }

}  // namespace slackwater::language
