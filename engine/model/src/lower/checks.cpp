#include "checks.hpp"

#include "constants.hpp"
#include "expander.hpp"

namespace slackwater::model::lowering {
namespace {

using language::BinaryOperator;
using language::CheckDeclaration;
using language::Expr;

bool is_comparison(const Expr& expression) {
  return expression.kind == Expr::Kind::binary && expression.binary >= BinaryOperator::less &&
         expression.binary <= BinaryOperator::not_equal;
}

// A tolerance widens one comparison: a == b within w means abs(a - b) <= w, a >= b means a >= b -
// w.
ExprId with_tolerance(Expander& expander, const Expr& comparison, double tolerance) {
  const auto span = comparison.span;
  const auto a = expander.expand(*comparison.arguments[0]);
  const auto b = expander.expand(*comparison.arguments[1]);
  const auto width = expander.number(tolerance, span);
  switch (comparison.binary) {
    case BinaryOperator::less:
      return expander.node(Operator::less, span, a, expander.node(Operator::add, span, b, width));
    case BinaryOperator::less_equal:
      return expander.node(Operator::less_equal, span, a,
                           expander.node(Operator::add, span, b, width));
    case BinaryOperator::greater:
      return expander.node(Operator::greater, span, a,
                           expander.node(Operator::subtract, span, b, width));
    case BinaryOperator::greater_equal:
      return expander.node(Operator::greater_equal, span, a,
                           expander.node(Operator::subtract, span, b, width));
    default:
      break;
  }
  const auto gap =
      expander.node(Operator::abs, span, expander.node(Operator::subtract, span, a, b));
  const auto op =
      comparison.binary == BinaryOperator::equal ? Operator::less_equal : Operator::greater;
  return expander.node(op, span, gap, width);
}

std::string text_of(const Context& context, const Scope& scope, const Expr& condition,
                    const std::vector<RunningAt>& running) {
  std::string out(scope.source->slice(condition.span));
  for (std::size_t i = 0; i < running.size(); ++i) {
    const auto& name = scope.running[i].name;
    const auto& dimension = context.model.dimensions[running[i].dimension];
    out += i == 0 ? " for " : ", ";
    out += (name.empty() ? dimension.name : name) + " = " + dimension.elements[running[i].position];
  }
  return out;
}

}  // namespace

void check_condition(Context& context, const Scope& scope, const CheckDeclaration& check) {
  if (!check.condition) return;
  const auto& condition = *check.condition;
  const auto unit = infer_unit(context, scope, condition);
  if (unit.known() && !unit.unit.is_one()) {
    context.diagnostics.error(
        "E0312", "a check must be a comparison, but this is in " + quoted(context.print(unit.unit)),
        {scope.source, condition.span}, "compare it with something: 'check ... >= 0'");
  }
  if (!check.within) return;
  if (!is_comparison(condition)) {
    context.diagnostics.error(
        "E0208", "only one comparison can have a tolerance", {scope.source, check.within->span},
        "write the check as 'a == b within 1e-9', one check for each comparison");
    return;
  }
  auto side = infer_unit(context, scope, *condition.arguments[0]);
  if (!side.known()) side = infer_unit(context, scope, *condition.arguments[1]);
  DeclaredUnit wanted;
  wanted.span = condition.span;
  if (side.known()) wanted.unit = side.unit;
  Scope tolerance{scope.source, "the tolerance of a check", {}, nullptr};
  const auto number =
      constant_number(context, tolerance, *check.within,
                      {wanted, {scope.source, condition.span}, "the tolerance", true});
  if (!number) return;
  if (*number < 0) {
    context.diagnostics.error("E0208", "a tolerance must not be negative",
                              {scope.source, check.within->span});
  }
  context.constants[check.within.get()] = *number;
}

void expand_checks(Context& context) {
  std::size_t index = 0;
  for (const auto& declaration : context.tree.declarations) {
    if (!declaration.check) continue;
    const auto& check = *declaration.check;
    const auto& scope = context.check_scopes[index++];
    if (!check.condition) continue;
    const auto& condition = *check.condition;
    const std::string documentation =
        declaration.documentation ? declaration.documentation->text : "";
    std::vector<RunningAt> running;
    std::vector<std::size_t> dimensions;
    std::size_t count = 1;
    for (const auto& at : scope.running) {
      running.push_back({at.dimension, 0, true});
      dimensions.push_back(at.dimension);
      count *= context.model.dimensions[at.dimension].elements.size();
    }
    Expander expander(context, "check_" + std::to_string(index), std::move(dimensions),
                      {scope.source, condition.span});
    for (std::size_t i = 0; i < count && !context.too_large; ++i) {
      expander.begin(scope.source, running, i, true);
      const auto tolerance =
          check.within ? context.constants.find(check.within.get()) : context.constants.end();
      const auto expression = tolerance != context.constants.end() && is_comparison(condition)
                                  ? with_tolerance(expander, condition, tolerance->second)
                                  : expander.expand(condition);
      context.model.checks.push_back({expression,
                                      text_of(context, scope, condition, running),
                                      {scope.source, condition.span},
                                      documentation,
                                      {}});
      for (auto k = running.size(); k-- > 0;) {
        if (++running[k].position < context.model.dimensions[running[k].dimension].elements.size())
          break;
        running[k].position = 0;
      }
    }
  }
}

}  // namespace slackwater::model::lowering
