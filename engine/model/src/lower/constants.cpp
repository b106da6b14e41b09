#include "constants.hpp"

#include <algorithm>
#include <cmath>

#include "resolve.hpp"

namespace slackwater::model::lowering {
namespace {

using language::BinaryOperator;
using language::Expr;
using language::FunctionId;

class Folder {
 public:
  Folder(Context& context, const Scope& scope) : context_(context), scope_(scope) {}

  std::optional<double> fold(const Expr& expression) {
    switch (expression.kind) {
      case Expr::Kind::number:
        return expression.number;
      case Expr::Kind::unary: {
        const auto x = fold(*expression.arguments[0]);
        if (!x) return std::nullopt;
        return expression.unary == language::UnaryOperator::negate ? -*x : (*x == 0 ? 1.0 : 0.0);
      }
      case Expr::Kind::binary:
        return binary(expression);
      case Expr::Kind::conditional: {
        const auto test = fold(*expression.arguments[0]);
        if (!test) return std::nullopt;
        return fold(*expression.arguments[*test != 0 ? 1 : 2]);
      }
      case Expr::Kind::convert: {
        const auto x = fold(*expression.arguments[0]);
        const auto factor = context_.conversions.find(&expression);
        if (!x || factor == context_.conversions.end()) return std::nullopt;
        return *x * factor->second;
      }
      case Expr::Kind::call:
        return call(expression);
      default:
        return not_constant(expression);
    }
  }

 private:
  std::optional<double> not_constant(const Expr& expression) {
    // An unknown name was reported when it was looked up.
    if (context_.references.count(&expression) == 0) return std::nullopt;
    const bool called = expression.kind == Expr::Kind::call;
    context_.diagnostics.error(
        "E0805",
        quoted(expression.name.text) + (called ? " is not computed in " : " is no number, but ") +
            scope_.where + (called ? "" : " must be one"),
        {scope_.source, expression.span},
        called ? "write the number, or make it an aux, which may use every function"
               : "write the number, or make it an aux, which may use other values; initial(...) in "
                 "one keeps the value at the start");
    return std::nullopt;
  }

  std::optional<double> invalid(const Expr& expression, const std::string& message,
                                const std::string& hint = {}) {
    context_.diagnostics.error("E0807", message + " in " + scope_.where,
                               {scope_.source, expression.span}, hint);
    return std::nullopt;
  }

  std::optional<double> binary(const Expr& expression) {
    const auto left = fold(*expression.arguments[0]);
    const auto right = fold(*expression.arguments[1]);
    if (!left || !right) return std::nullopt;
    const double a = *left;
    const double b = *right;
    switch (expression.binary) {
      case BinaryOperator::add:
        return a + b;
      case BinaryOperator::subtract:
        return a - b;
      case BinaryOperator::multiply:
        return a * b;
      case BinaryOperator::divide:
        if (b == 0) return invalid(expression, "division by zero");
        return a / b;
      case BinaryOperator::power:
        return power(expression, a, b);
      case BinaryOperator::less:
        return a < b;
      case BinaryOperator::less_equal:
        return a <= b;
      case BinaryOperator::greater:
        return a > b;
      case BinaryOperator::greater_equal:
        return a >= b;
      case BinaryOperator::equal:
        return a == b;
      case BinaryOperator::not_equal:
        return a != b;
      case BinaryOperator::logical_and:
        return a != 0 && b != 0;
      case BinaryOperator::logical_or:
        break;
    }
    return a != 0 || b != 0;
  }

  std::optional<double> power(const Expr& expression, double base, double exponent) {
    if (exponent != std::floor(exponent) || std::abs(exponent) > 64) {
      return invalid(expression, "a power that is not whole, or above 64,",
                     "write the number or sqrt(...), or make it an aux");
    }
    if (base == 0 && exponent < 0) return invalid(expression, "division by zero");
    double out = 1;
    for (int i = 0; i < std::abs(static_cast<int>(exponent)); ++i) out *= base;
    return exponent < 0 ? 1 / out : out;
  }

  std::optional<double> call(const Expr& expression) {
    const auto found = context_.references.find(&expression);
    if (found == context_.references.end()) return std::nullopt;
    if (found->second.kind != Reference::Kind::built_in) return not_constant(expression);
    std::vector<double> x;
    for (const auto* argument : found->second.arguments) {
      const auto value = argument ? fold(*argument) : std::optional<double>(0.0);
      if (!value) return std::nullopt;
      x.push_back(*value);
    }
    switch (found->second.info->id) {
      case FunctionId::min:
        return *std::min_element(x.begin(), x.end());
      case FunctionId::max:
        return *std::max_element(x.begin(), x.end());
      case FunctionId::abs:
        return std::abs(x[0]);
      case FunctionId::sqrt:
        if (x[0] < 0) return invalid(expression, "the square root of a negative number");
        return std::sqrt(x[0]);
      case FunctionId::floor:
        return std::floor(x[0]);
      case FunctionId::round:
        return std::round(x[0]);
      case FunctionId::sign:
        return static_cast<double>(x[0] > 0) - static_cast<double>(x[0] < 0);
      case FunctionId::mod:
        if (x[1] == 0) return invalid(expression, "division by zero");
        return x[0] - x[1] * std::floor(x[0] / x[1]);
      case FunctionId::clip:
        return std::min(std::max(x[0], x[1]), x[2]);
      case FunctionId::safe_div:
        return x[1] == 0 ? x[2] : x[0] / x[1];
      default:
        return not_constant(expression);
    }
  }

  Context& context_;
  const Scope& scope_;
};

}  // namespace

std::optional<double> constant_number(Context& context, const Scope& scope, const Expr& expression,
                                      const Wanted& wanted) {
  const auto before = context.diagnostics.entries().size();
  resolve_expression(context, scope, expression);
  if (context.diagnostics.entries().size() == before)
    check_unit(context, scope, expression, wanted);
  if (context.diagnostics.entries().size() != before) return std::nullopt;
  const auto value = Folder(context, scope).fold(expression);
  if (value && !std::isfinite(*value)) {
    context.diagnostics.error("E0807", "the number is too large in " + scope.where,
                              {scope.source, expression.span});
    return std::nullopt;
  }
  return value;
}

std::optional<int> whole_number(Context& context, const Scope& scope, const Expr& expression,
                                const std::string& what, int most) {
  std::optional<double> value;
  if (is_bare_number(expression)) value = Folder(context, scope).fold(expression);
  if (value && *value >= 1 && *value <= most && *value == std::floor(*value)) {
    return static_cast<int>(*value);
  }
  context.diagnostics.error(
      "E0704",
      what + " must be a whole number from 1 to " + std::to_string(most) + ", written as one",
      {scope.source, expression.span});
  return std::nullopt;
}

}  // namespace slackwater::model::lowering
