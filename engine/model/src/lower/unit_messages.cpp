#include "unit_messages.hpp"

#include <algorithm>

#include "slackwater/base/number.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Expr;

constexpr std::size_t kMostOrigins = 3;

void collect_variables(const Context& context, const Expr& expression,
                       std::vector<std::size_t>& found) {
  if (found.size() >= kMostOrigins) return;
  if (expression.kind == Expr::Kind::name) {
    const auto at = context.references.find(&expression);
    if (at != context.references.end() && at->second.kind == Reference::Kind::variable &&
        std::find(found.begin(), found.end(), at->second.index) == found.end()) {
      found.push_back(at->second.index);
    }
  }
  for (const auto& argument : expression.arguments) {
    if (argument) collect_variables(context, *argument, found);
  }
}

base::DiagnosticNote origin(const Context& context, const Scope& scope, const Side& side) {
  const auto unit = quoted(context.print(side.unit));
  if (side.expression->kind == Expr::Kind::name) {
    const auto at = context.references.find(side.expression);
    if (at != context.references.end() && at->second.kind == Reference::Kind::variable) {
      const auto& entry = context.variables[at->second.index];
      return {described(entry) + " is in " + unit + ", declared here",
              context.place(entry.unit.span)};
    }
  }
  return {"this is in " + unit, {scope.source, side.expression->span}};
}

}  // namespace

void report_mismatch(Context& context, const Scope& scope, const std::string& message,
                     base::Span span, const Side& left, const Side& right) {
  std::string hint = remedy(context, scope, *right.expression, right.unit, left.unit);
  if (hint.empty()) hint = remedy(context, scope, *left.expression, left.unit, right.unit);
  auto& error = context.diagnostics.error("E0303", message + " in " + scope.where,
                                          {scope.source, span}, std::move(hint));
  error.notes.push_back(origin(context, scope, left));
  error.notes.push_back(origin(context, scope, right));
}

void report_argument(Context& context, const Scope& scope, const Expr& argument,
                     const units::Unit& given, const units::Unit& wanted, const std::string& what,
                     std::optional<base::Place> declared) {
  auto& error = context.diagnostics.error("E0305",
                                          what + " must be in " + quoted(context.print(wanted)) +
                                              ", but this is in " + quoted(context.print(given)),
                                          {scope.source, argument.span},
                                          remedy(context, scope, argument, given, wanted));
  if (declared) {
    error.notes.push_back(
        {"the unit " + quoted(context.print(wanted)) + " comes from here", *declared});
  }
  add_origins(context, scope, argument, error);
}

void report_condition(Context& context, const Scope& scope, const Expr& expression,
                      const units::Unit& given) {
  auto& error = context.diagnostics.error(
      "E0312", "a condition must be a comparison, but this is in " + quoted(context.print(given)),
      {scope.source, expression.span}, "compare it with something: '... > 0'");
  add_origins(context, scope, expression, error);
}

std::string remedy(Context& context, const Scope& scope, const Expr& expression,
                   const units::Unit& given, const units::Unit& wanted) {
  const auto unit = context.print(wanted);
  const bool one_name = context.units->find(unit).has_value();
  const auto written = one_name ? " " + unit : " [" + unit + "]";
  const bool number = expression.kind == Expr::Kind::number;
  if (is_bare_number(expression) && !wanted.is_one()) {
    const bool plain = number && !expression.percent;
    return "give the number its unit" +
           (plain ? ": '" + base::format_number(expression.number) + written + "'"
                  : ", such as '1" + written + "'");
  }
  if (units::conversion_factor(given, wanted)) {
    const bool simple =
        number || expression.kind == Expr::Kind::name || expression.kind == Expr::Kind::call;
    const auto text =
        simple ? std::string(scope.source->slice(expression.span)) : std::string("(...)");
    return "convert it: '" + text + " as " + unit + "'";
  }
  return {};
}

void add_origins(Context& context, const Scope&, const Expr& expression,
                 base::Diagnostic& diagnostic) {
  std::vector<std::size_t> found;
  collect_variables(context, expression, found);
  for (const auto index : found) {
    const auto& entry = context.variables[index];
    if (!entry.unit.unit) continue;
    diagnostic.notes.push_back(
        {described(entry) + " is in " + quoted(context.print(*entry.unit.unit)),
         context.place(entry.unit.span)});
  }
}

}  // namespace slackwater::model::lowering
