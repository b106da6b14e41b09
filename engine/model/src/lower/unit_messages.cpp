#include "unit_messages.hpp"

#include <algorithm>

#include "slackwater/base/number.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Expr;

constexpr std::size_t kMostOrigins = 3;

// A name or a call whose unit was declared somewhere.
struct Origin {
  std::string what;
  const DeclaredUnit* unit;
};

std::optional<Origin> origin_of(const Context& context, const Scope& scope,
                                const Expr& expression) {
  const auto found = context.references.find(&expression);
  if (found == context.references.end()) return std::nullopt;
  const auto index = found->second.index;
  const auto& name = expression.name.text;
  switch (found->second.kind) {
    case Reference::Kind::variable:
      return Origin{described(context.variables[index]), &context.variables[index].unit};
    case Reference::Kind::lookup:
      return Origin{"lookup " + quoted(name), &context.lookups[index].unit};
    case Reference::Kind::function:
      return Origin{"function " + quoted(name), &context.functions[index].unit};
    case Reference::Kind::argument:
      return Origin{"the argument " + quoted(name), &scope.function->parameter_units[index]};
    default:
      return std::nullopt;
  }
}

// What a conversion or a call of a lookup holds says nothing about its unit.
void collect_origins(const Context& context, const Scope& scope, const Expr& expression,
                     std::vector<Origin>& found) {
  if (found.size() >= kMostOrigins || expression.kind == Expr::Kind::convert) return;
  if (auto origin = origin_of(context, scope, expression)) {
    const bool known = std::any_of(found.begin(), found.end(),
                                   [&](const Origin& other) { return other.unit == origin->unit; });
    if (!known && origin->unit->unit) found.push_back(std::move(*origin));
    return;
  }
  for (const auto& argument : expression.arguments) {
    if (argument) collect_origins(context, scope, *argument, found);
  }
}

void add_side(const Context& context, const Scope& scope, const Side& side,
              base::Diagnostic& diagnostic) {
  const auto unit = quoted(context.print(side.unit));
  if (const auto origin = origin_of(context, scope, *side.expression)) {
    diagnostic.notes.push_back(
        {origin->what + " is in " + unit + ", declared here", context.place(origin->unit->span)});
    return;
  }
  diagnostic.notes.push_back({"this is in " + unit, {scope.source, side.expression->span}});
  add_origins(context, scope, *side.expression, diagnostic);
}

}  // namespace

void report_mismatch(Context& context, const Scope& scope, const std::string& message,
                     base::Span span, const Side& left, const Side& right) {
  std::string hint = remedy(context, scope, *right.expression, right.unit, left.unit);
  if (hint.empty()) hint = remedy(context, scope, *left.expression, left.unit, right.unit);
  auto& error = context.diagnostics.error("E0303", message + " in " + scope.where,
                                          {scope.source, span}, std::move(hint));
  add_side(context, scope, left, error);
  add_side(context, scope, right, error);
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

void add_origins(const Context& context, const Scope& scope, const Expr& expression,
                 base::Diagnostic& diagnostic) {
  std::vector<Origin> found;
  collect_origins(context, scope, expression, found);
  for (const auto& origin : found) {
    diagnostic.notes.push_back({origin.what + " is in " + quoted(context.print(*origin.unit->unit)),
                                context.place(origin.unit->span)});
  }
}

}  // namespace slackwater::model::lowering
