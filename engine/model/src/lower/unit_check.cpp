#include "unit_check.hpp"

#include <algorithm>
#include <cmath>

#include "unit_messages.hpp"
#include "unit_syntax.hpp"

namespace slackwater::model::lowering {
namespace {

using language::BinaryOperator;
using language::Expr;
using Kind = Inferred::Kind;

std::string_view verb(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::add:
      return "cannot add ";
    case BinaryOperator::subtract:
      return "cannot subtract ";
    default:
      return "cannot compare ";
  }
}

class UnitInference {
 public:
  UnitInference(Context& context, const Scope& scope) : context_(context), scope_(scope) {}

  Inferred infer(const Expr& expression) {
    switch (expression.kind) {
      case Expr::Kind::number:
        return number(expression);
      case Expr::Kind::name:
        return name(expression);
      case Expr::Kind::call:
      case Expr::Kind::reduction:
        return call(expression);
      case Expr::Kind::unary:
        return unary(expression);
      case Expr::Kind::binary:
        return binary(expression);
      case Expr::Kind::conditional:
        return conditional(expression);
      case Expr::Kind::convert:
        break;
    }
    return convert(expression);
  }

 private:
  static Inferred one() { return {Kind::known, units::Unit{}}; }
  base::Place place(base::Span span) const { return {scope_.source, span}; }

  Inferred declared(const DeclaredUnit& unit) const {
    if (unit.unit) return {Kind::known, *unit.unit};
    return {unit.failed ? Kind::failed : Kind::undeclared, {}};
  }

  Inferred number(const Expr& expression) {
    if (expression.unit) {
      return declared(
          resolve_unit(context_, scope_.source, *expression.unit, product_hint(expression)));
    }
    if (expression.number == 0) return {Kind::any, {}};
    return one();
  }

  // `2 productivity` takes the name for a unit; who has a variable of that name meant a product.
  std::string product_hint(const Expr& expression) const {
    const auto& unit = *expression.unit;
    if (expression.unit_in_brackets || unit.kind != language::UnitSyntax::Kind::name) return {};
    if (context_.symbols.count(unit.name) == 0) return {};
    return "a name behind a number is its unit; a product is written '" + expression.number_text +
           (expression.percent ? " %" : "") + " * " + unit.name + "'";
  }

  const Reference* reference(const Expr& expression) const {
    const auto found = context_.references.find(&expression);
    return found == context_.references.end() ? nullptr : &found->second;
  }

  Inferred name(const Expr& expression) {
    const auto* meaning = reference(expression);
    if (!meaning) return {};
    switch (meaning->kind) {
      case Reference::Kind::variable:
        return declared(context_.variables[meaning->index].unit);
      case Reference::Kind::argument:
        return declared(scope_.function->parameter_units[meaning->index]);
      case Reference::Kind::clock:
        if (context_.time_unit) return {Kind::known, *context_.time_unit};
        return {};
      default:
        return {};
    }
  }

  Inferred call(const Expr& expression) {
    const auto* meaning = reference(expression);
    if (!meaning) {
      for (const auto& argument : expression.arguments) {
        if (argument) infer(*argument);
      }
      return {};
    }
    switch (meaning->kind) {
      case Reference::Kind::lookup:
        return lookup_call(expression, *meaning);
      case Reference::Kind::function:
        return function_call(expression, *meaning);
      case Reference::Kind::built_in:
      case Reference::Kind::reduction:
        return infer_function(context_, scope_, expression, *meaning);
      default:
        return {};
    }
  }

  Inferred lookup_call(const Expr& expression, const Reference& meaning) {
    const auto& lookup = context_.lookups[meaning.index];
    argument_fits(*meaning.arguments.front(), lookup.argument_unit,
                  "the argument of lookup " + quoted(expression.name.text));
    return declared(lookup.unit);
  }

  Inferred function_call(const Expr& expression, const Reference& meaning) {
    const auto& function = context_.functions[meaning.index];
    for (std::size_t i = 0; i < meaning.arguments.size(); ++i) {
      argument_fits(*meaning.arguments[i], function.parameter_units[i],
                    "the argument " + quoted(function.syntax->parameters[i].name.text) +
                        " of function " + quoted(expression.name.text));
    }
    return declared(function.unit);
  }

  void argument_fits(const Expr& argument, const DeclaredUnit& unit, const std::string& what) {
    const auto given = infer(argument);
    if (!given.known() || !unit.unit || units::same(given.unit, *unit.unit)) return;
    report_argument(context_, scope_, argument, given.unit, *unit.unit, what,
                    context_.place(unit.span));
  }

  Inferred unary(const Expr& expression) {
    const auto operand = infer(*expression.arguments[0]);
    if (expression.unary == language::UnaryOperator::negate) return operand;
    return condition(*expression.arguments[0], operand) ? one() : Inferred{};
  }

  bool condition(const Expr& expression, const Inferred& inferred) {
    if (!inferred.known() || inferred.unit.is_one()) return inferred.kind != Kind::failed;
    report_condition(context_, scope_, expression, inferred.unit);
    return false;
  }

  Inferred binary(const Expr& expression) {
    const auto& a = *expression.arguments[0];
    const auto& b = *expression.arguments[1];
    const auto left = infer(a);
    const auto right = infer(b);
    switch (expression.binary) {
      case BinaryOperator::multiply:
        return product(left, right, false);
      case BinaryOperator::divide:
        return product(left, right, true);
      case BinaryOperator::power:
        return power_unit(context_, scope_, a, left, b, right);
      case BinaryOperator::logical_and:
      case BinaryOperator::logical_or: {
        const bool first = condition(a, left);
        const bool second = condition(b, right);
        return first && second ? one() : Inferred{};
      }
      case BinaryOperator::add:
      case BinaryOperator::subtract:
        return alike(expression, left, right);
      default:
        break;
    }
    const auto both = alike(expression, left, right);
    return both.kind == Kind::failed ? both : one();
  }

  static Inferred product(const Inferred& left, const Inferred& right, bool quotient) {
    if (left.kind == Kind::failed || right.kind == Kind::failed) return {};
    if (left.kind == Kind::undeclared || right.kind == Kind::undeclared)
      return {Kind::undeclared, {}};
    if (left.kind == Kind::any || (right.kind == Kind::any && !quotient)) return {Kind::any, {}};
    if (right.kind == Kind::any) return {Kind::undeclared, {}};  // x / 0: the run says so
    return {Kind::known, quotient ? left.unit / right.unit : left.unit * right.unit};
  }

  Inferred alike(const Expr& expression, const Inferred& left, const Inferred& right) {
    const auto joined = join(left, right);
    if (joined) return *joined;
    report_mismatch(context_, scope_,
                    std::string(verb(expression.binary)) + quoted(context_.print(left.unit)) +
                        " and " + quoted(context_.print(right.unit)),
                    expression.operator_span, {expression.arguments[0].get(), left.unit},
                    {expression.arguments[1].get(), right.unit});
    return {};
  }

  Inferred conditional(const Expr& expression) {
    const auto& test = *expression.arguments[0];
    const bool fine = condition(test, infer(test));
    const auto& a = *expression.arguments[1];
    const auto& b = *expression.arguments[2];
    const auto left = infer(a);
    const auto right = infer(b);
    const auto joined = join(left, right);
    if (joined) return fine ? *joined : Inferred{};
    report_mismatch(context_, scope_,
                    "the branches have different units: " + quoted(context_.print(left.unit)) +
                        " and " + quoted(context_.print(right.unit)),
                    b.span, {&a, left.unit}, {&b, right.unit});
    return {};
  }

  Inferred convert(const Expr& expression) {
    const auto operand = infer(*expression.arguments[0]);
    const auto target = resolve_unit(context_, scope_.source, *expression.unit);
    if (!target.unit) return {};
    const Inferred result{Kind::known, *target.unit};
    if (operand.kind == Kind::failed) return result;
    if (operand.kind == Kind::any) {
      context_.conversions[&expression] = 1;
      return result;
    }
    if (operand.kind == Kind::undeclared) {
      context_.diagnostics.error(
          "E0307",
          "cannot convert to " + quoted(context_.print(*target.unit)) + " what has no known unit",
          place(expression.span), "declare the unit of every variable in it");
      return result;
    }
    const auto factor = units::conversion_factor(operand.unit, *target.unit);
    if (factor && !(*factor > 0 && std::isfinite(*factor))) {
      context_.diagnostics.error("E0307",
                                 "the factor from " + quoted(context_.print(operand.unit)) +
                                     " to " + quoted(context_.print(*target.unit)) +
                                     " is larger or smaller than any number",
                                 place(expression.span), "convert to a unit of a nearer size");
      return result;
    }
    if (factor) {
      context_.conversions[&expression] = *factor;
      return result;
    }
    const bool bare = is_bare_number(*expression.arguments[0]);
    context_.diagnostics.error(
        "E0307",
        "cannot convert " + quoted(context_.print(operand.unit)) + " to " +
            quoted(context_.print(*target.unit)),
        place(expression.span),
        bare ? "give the number a unit without 'as': '1 [" + context_.print(*target.unit) + "]'"
             : "'as' converts between units of one dimension, such as day and week");
    return result;
  }

  Context& context_;
  const Scope& scope_;
};

}  // namespace

Inferred infer_unit(Context& context, const Scope& scope, const Expr& expression) {
  return UnitInference(context, scope).infer(expression);
}

std::optional<Inferred> join(const Inferred& left, const Inferred& right) {
  if (left.kind == Kind::failed || right.kind == Kind::failed) return Inferred{};
  if (left.known() && right.known()) {
    if (!units::same(left.unit, right.unit)) return std::nullopt;
    return left;
  }
  if (left.known()) return left;
  if (right.known()) return right;
  return Inferred{left.kind == right.kind ? left.kind : Kind::undeclared, {}};
}

namespace {

// Functions whose value has the unit of their arguments: `min(3, 5)` is as bare as 3.
bool keeps_unit(const std::string& function) {
  const auto* info = language::find_function(function);
  return info && info->kind == language::FunctionKind::pure &&
         info->result == language::UnitRule::u;
}

}  // namespace

bool is_bare_number(const Expr& expression) {
  switch (expression.kind) {
    case Expr::Kind::number:
      return !expression.unit;
    case Expr::Kind::unary:
      return is_bare_number(*expression.arguments[0]);
    case Expr::Kind::binary:
      return is_bare_number(*expression.arguments[0]) && is_bare_number(*expression.arguments[1]);
    case Expr::Kind::call:
      return keeps_unit(expression.name.text) &&
             std::all_of(expression.arguments.begin(), expression.arguments.end(),
                         [](const auto& argument) { return is_bare_number(*argument); });
    default:
      return false;
  }
}

void check_unit(Context& context, const Scope& scope, const Expr& expression,
                const Wanted& wanted) {
  const auto given = infer_unit(context, scope, expression);
  if (!given.known() || !wanted.unit.unit || units::same(given.unit, *wanted.unit.unit)) return;
  const bool bare = is_bare_number(expression);
  if (bare && wanted.bare_number_fits) return;
  const auto unit = context.print(*wanted.unit.unit);
  auto& error =
      context.diagnostics.error("E0304",
                                wanted.what + " is in " + quoted(unit) + ", but this is in " +
                                    quoted(context.print(given.unit)),
                                {scope.source, expression.span},
                                remedy(context, scope, expression, given.unit, *wanted.unit.unit));
  error.notes.push_back({"the unit " + quoted(unit) + " comes from here", wanted.place});
  add_origins(context, scope, expression, error);
}

}  // namespace slackwater::model::lowering
