#include "resolve.hpp"

#include <algorithm>

#include "dimensions.hpp"
#include "names.hpp"
#include "slackwater/language/printer.hpp"
#include "subscripts.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Expr;
using language::FunctionKind;

class Resolver {
 public:
  Resolver(Context& context, Scope scope) : context_(context), scope_(std::move(scope)) {}

  const Scope& scope() const { return scope_; }

  // From here on the name runs over its dimension, unless something is wrong.
  std::optional<std::size_t> bind(const language::Binding& binding) {
    const auto dimension = find_dimension(context_, binding.dimension.text);
    if (!dimension) {
      report_unknown_dimension(context_, place(binding.dimension.span), binding.dimension.text);
      scope_.lost.push_back(binding.variable.text);
      return std::nullopt;
    }
    for (const auto& running : scope_.running) {
      if (running.name != binding.variable.text) continue;
      context_.diagnostics.error("E0414", quoted(binding.variable.text) + " already runs here",
                                 place(binding.variable.span), "choose another running name");
      return std::nullopt;
    }
    scope_.running.push_back({binding.variable.text, *dimension});
    return dimension;
  }

  void add_stars(StarFrame frame) { stars_.push_back(std::move(frame)); }

  void visit(const Expr& expression) {
    switch (expression.kind) {
      case Expr::Kind::name:
        return name(expression);
      case Expr::Kind::call:
        return call(expression);
      case Expr::Kind::reduction:
        return reduction(expression);
      case Expr::Kind::binary:
        return binary(expression);
      default:
        return visit_arguments(expression);
    }
  }

 private:
  void visit_arguments(const Expr& expression) {
    for (const auto& argument : expression.arguments) {
      if (argument) visit(*argument);
    }
  }

  // In `2 item/week` the slash divides by a name; who meant a unit is told how to write it.
  void binary(const Expr& expression) {
    const auto& right = *expression.arguments[1];
    if (right.kind != Expr::Kind::name) return visit_arguments(expression);
    visit(*expression.arguments[0]);
    const auto meant = unit_behind_number(expression);
    if (!meant) return name(right);
    const auto& [number, unit] = *meant;
    name(right, unit == right.name.text
                    ? "the unit of a number stands behind it: '" + number + " " + unit + "'"
                    : "a unit of several names takes brackets: '" + number + " [" + unit + "]'");
  }

  // The number that starts a product and the unit that the names behind it would make.
  std::optional<std::pair<std::string, std::string>> unit_behind_number(
      const Expr& expression) const {
    if (expression.kind == Expr::Kind::number && !expression.percent) {
      return std::pair{expression.number_text,
                       expression.unit ? language::format_unit(*expression.unit) : ""};
    }
    const bool quotient = expression.binary == language::BinaryOperator::divide;
    if (expression.kind != Expr::Kind::binary ||
        (!quotient && expression.binary != language::BinaryOperator::multiply)) {
      return std::nullopt;
    }
    const auto& right = *expression.arguments[1];
    auto unit = unit_behind_number(*expression.arguments[0]);
    if (!unit || right.kind != Expr::Kind::name || !context_.units->find(right.name.text) ||
        context_.symbols.count(right.name.text) > 0) {
      return std::nullopt;
    }
    if (unit->second.empty() && quotient) unit->second = "1";
    if (!unit->second.empty()) unit->second += quotient ? "/" : "*";
    unit->second += right.name.text;
    return unit;
  }

  base::Place place(base::Span span) const { return {scope_.source, span}; }

  Reference& keep(const Expr& expression, Reference reference) {
    return context_.references[&expression] = std::move(reference);
  }

  void name(const Expr& expression, const std::string& unit_hint = {}) {
    const auto& text = expression.name.text;
    if (const auto argument = argument_named(text)) {
      if (!expression.subscripts.empty()) {
        context_.diagnostics.error("E0402", "the argument " + quoted(text) + " has no subscripts",
                                   place(expression.name.span));
      }
      Reference reference{Reference::Kind::argument, *argument};
      keep(expression, std::move(reference));
      return;
    }
    const auto symbol = context_.symbols.find(text);
    if (symbol != context_.symbols.end()) return symbol_as_value(expression, symbol->second);
    if (is_running(text)) {
      context_.diagnostics.error(
          "E0413", quoted(text) + " stands for an element; it can only be a subscript",
          place(expression.name.span));
      return;
    }
    const auto* info = language::find_function(text);
    if (!info) return report_unknown(context_, scope_, expression.name, false, unit_hint);
    if (info->kind != FunctionKind::clock) {
      context_.diagnostics.error("E0210", quoted(text) + " is a function; it needs arguments",
                                 place(expression.name.span),
                                 "write " + language::signature(*info));
      return;
    }
    Reference reference{Reference::Kind::clock, 0, info};
    keep(expression, std::move(reference));
  }

  std::optional<std::size_t> argument_named(const std::string& text) const {
    if (!scope_.function) return std::nullopt;
    const auto& parameters = scope_.function->syntax->parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (parameters[i].name.text == text) return i;
    }
    return std::nullopt;
  }

  bool is_running(const std::string& text) const {
    if (context_.dimension_by_name.count(text) > 0) return false;
    return is_lost(scope_, text) ||
           std::any_of(scope_.running.begin(), scope_.running.end(),
                       [&](const Running& running) { return running.name == text; });
  }

  void symbol_as_value(const Expr& expression, const Symbol& symbol) {
    if (symbol.kind == Symbol::Kind::variable) {
      Reference reference{Reference::Kind::variable, symbol.index};
      return subscripted(expression, context_.variables[symbol.index].shape, std::move(reference));
    }
    const auto& text = expression.name.text;
    const bool lookup = symbol.kind == Symbol::Kind::lookup;
    context_.diagnostics.error("E0210",
                               quoted(text) + " is a " + (lookup ? "lookup" : "function") +
                                   "; it needs " + (lookup ? "an argument" : "its arguments"),
                               place(expression.name.span), "write " + text + "(...)");
  }

  void subscripted(const Expr& expression, const Shape& shape, Reference reference) {
    const auto* stars = stars_.empty() ? nullptr : &stars_.back();
    auto axes = resolve_subscripts(context_, scope_, stars, shape, expression);
    if (!axes) return;
    reference.axes = std::move(*axes);
    keep(expression, std::move(reference));
  }

  void call(const Expr& expression) {
    const auto& text = expression.name.text;
    if (!argument_named(text)) {
      const auto symbol = context_.symbols.find(text);
      if (symbol != context_.symbols.end()) return symbol_call(expression, symbol->second);
    }
    if (is_star_reduction(context_, expression)) return star_reduction(expression);
    const auto* info = language::find_function(text);
    if (!info) {
      report_unknown(context_, scope_, expression.name, true);
      return visit_arguments(expression);
    }
    if (info->kind == FunctionKind::clock) {
      context_.diagnostics.error("E0210", quoted(text) + " is no function",
                                 place(expression.name.span), "write it without parentheses");
      return visit_arguments(expression);
    }
    const bool alone = language::find_reduction(text) && expression.arguments.size() == 1;
    if (info->kind == FunctionKind::reduction || alone) {
      context_.diagnostics.error(
          "E0713", "nothing to reduce: " + text + " needs an array", place(expression.span),
          "write " + text + "(x[*]) or " + text + "(x[i] for i in dimension)");
      return visit_arguments(expression);
    }
    built_in(expression, *info);
  }

  void built_in(const Expr& expression, const language::FunctionInfo& info) {
    Reference reference{Reference::Kind::built_in, 0, &info};
    visit_arguments(expression);
    std::vector<Formal> formals;
    for (const auto& parameter : info.parameters()) {
      formals.push_back({std::string(parameter.name),
                         parameter.default_value == language::DefaultValue::required});
    }
    if (info.variadic) {
      while (formals.size() < expression.arguments.size()) formals.push_back({"", false});
    }
    if (!match_arguments(expression, formals, language::signature(info), reference)) return;
    keep(expression, std::move(reference));
  }

  struct Formal {
    std::string name;
    bool required = true;
  };

  void symbol_call(const Expr& expression, const Symbol& symbol) {
    visit_arguments(expression);
    const auto& text = expression.name.text;
    switch (symbol.kind) {
      case Symbol::Kind::variable:
        context_.diagnostics.error(
            "E0210",
            quoted(text) + " is " + word_with_article(context_.variables[symbol.index].kind) +
                ", not a function",
            place(expression.name.span), "use [...] for subscripts, * to multiply");
        return;
      case Symbol::Kind::lookup: {
        const auto& lookup = context_.lookups[symbol.index];
        Reference reference{Reference::Kind::lookup, symbol.index};
        const auto argument = lookup.shape.parts.front().declaration->lookup->argument.text;
        if (!match_arguments(expression, {{argument, true}}, text + "(" + argument + ")",
                             reference))
          return;
        return subscripted(expression, lookup.shape, std::move(reference));
      }
      case Symbol::Kind::function:
        break;
    }
    const auto& function = context_.functions[symbol.index];
    Reference reference{Reference::Kind::function, symbol.index};
    std::vector<Formal> formals;
    auto signature = text + "(";
    for (const auto& parameter : function.syntax->parameters) {
      if (!formals.empty()) signature += ", ";
      signature += parameter.name.text;
      formals.push_back({parameter.name.text, true});
    }
    if (match_arguments(expression, formals, signature + ")", reference))
      keep(expression, std::move(reference));
  }

  bool match_arguments(const Expr& expression, const std::vector<Formal>& formals,
                       const std::string& signature, Reference& reference) {
    reference.arguments.assign(formals.size(), nullptr);
    const auto& names = expression.argument_names;
    bool fine = true;
    for (std::size_t i = 0; i < expression.arguments.size() && fine; ++i) {
      const bool named = i < names.size() && !names[i].text.empty();
      fine = named ? match_named(expression, i, formals, signature, reference)
                   : match_positional(expression, i, formals, signature, reference);
    }
    if (!fine) return false;
    for (std::size_t i = 0; i < formals.size(); ++i) {
      if (reference.arguments[i] || !formals[i].required) continue;
      context_.diagnostics.error("E0701",
                                 "the argument " + quoted(formals[i].name) + " of " +
                                     quoted(expression.name.text) + " is missing",
                                 place(expression.span), "write " + signature);
      return false;
    }
    return true;
  }

  bool match_positional(const Expr& expression, std::size_t i, const std::vector<Formal>& formals,
                        const std::string& signature, Reference& reference) {
    const auto& argument = *expression.arguments[i];
    if (i >= formals.size()) {
      context_.diagnostics.error("E0701",
                                 quoted(expression.name.text) + " takes " +
                                     std::to_string(formals.size()) +
                                     (formals.size() == 1 ? " argument, " : " arguments, ") +
                                     std::to_string(expression.arguments.size()) + " given",
                                 place(argument.span), "write " + signature);
      return false;
    }
    if (reference.arguments[i]) return report_twice(expression, formals[i].name, argument.span);
    reference.arguments[i] = &argument;
    return true;
  }

  bool match_named(const Expr& expression, std::size_t i, const std::vector<Formal>& formals,
                   const std::string& signature, Reference& reference) {
    const auto& name = expression.argument_names[i];
    for (std::size_t k = 0; k < formals.size(); ++k) {
      if (formals[k].name != name.text) continue;
      if (reference.arguments[k]) return report_twice(expression, name.text, name.span);
      reference.arguments[k] = expression.arguments[i].get();
      return true;
    }
    std::vector<std::string> candidates;
    for (const auto& formal : formals) candidates.push_back(formal.name);
    const auto closest = base::closest_name(name.text, candidates);
    context_.diagnostics.error(
        "E0702", quoted(expression.name.text) + " has no argument " + quoted(name.text),
        place(name.span),
        closest.empty() ? "write " + signature : "did you mean " + quoted(closest) + "?");
    return false;
  }

  bool report_twice(const Expr& expression, const std::string& name, base::Span span) {
    context_.diagnostics.error(
        "E0702",
        "the argument " + quoted(name) + " of " + quoted(expression.name.text) + " is given twice",
        place(span));
    return false;
  }

  void star_reduction(const Expr& expression) {
    Reference reference{Reference::Kind::reduction, 0,
                        language::find_reduction(expression.name.text)};
    StarFrame frame;
    reference.dimensions = star_dimensions(context_, scope_, *expression.arguments.front());
    reference.arguments = {expression.arguments.front().get()};
    const auto depth = scope_.running.size();
    for (const auto dimension : reference.dimensions) {
      frame.places.push_back({dimension, scope_.running.size()});
      scope_.running.push_back({"", dimension});
    }
    stars_.push_back(std::move(frame));
    visit(*expression.arguments.front());
    stars_.pop_back();
    scope_.running.resize(depth);
    keep(expression, std::move(reference));
  }

  void reduction(const Expr& expression) {
    const auto* info = language::find_reduction(expression.name.text);
    if (!info) {
      context_.diagnostics.error("E0713", quoted(expression.name.text) + " cannot reduce an array",
                                 place(expression.name.span),
                                 "sum, prod, mean, min, max and count can");
      return;
    }
    Reference reference{Reference::Kind::reduction, 0, info};
    reference.arguments = {expression.arguments.at(0).get()};
    const auto depth = scope_.running.size();
    const auto lost = scope_.lost.size();
    bool fine = true;
    for (const auto& binding : expression.bindings) {
      const auto dimension = bind(binding);
      fine = fine && dimension;
      if (dimension) reference.dimensions.push_back(*dimension);
    }
    visit(*expression.arguments.at(0));
    scope_.running.resize(depth);
    scope_.lost.resize(lost);
    if (fine) keep(expression, std::move(reference));
  }

  Context& context_;
  Scope scope_;
  std::vector<StarFrame> stars_;
};

}  // namespace

void resolve_expression(Context& context, const Scope& scope, const Expr& expression) {
  Resolver(context, scope).visit(expression);
}

Scope resolve_check(Context& context, Scope scope, const language::CheckDeclaration& check) {
  Resolver bindings(context, std::move(scope));
  for (const auto& binding : check.bindings) bindings.bind(binding);
  scope = bindings.scope();
  if (!check.condition) return scope;
  for (auto& running : unbound_dimensions(context, scope, *check.condition)) {
    scope.running.push_back(std::move(running));
  }
  StarFrame frame;
  for (const auto dimension : star_dimensions(context, scope, *check.condition)) {
    frame.places.push_back({dimension, scope.running.size()});
    scope.running.push_back({"", dimension});
  }
  Resolver resolver(context, scope);
  if (!frame.places.empty()) resolver.add_stars(std::move(frame));
  resolver.visit(*check.condition);
  return scope;
}

Scope scope_of_part(const Context& context, const Part& part, std::string where) {
  Scope scope{context.tree.source, std::move(where), {}, nullptr};
  for (const auto& axis : part.axes) {
    if (!axis.element)
      scope.running.push_back({context.model.dimensions[axis.dimension].name, axis.dimension});
  }
  return scope;
}

}  // namespace slackwater::model::lowering
