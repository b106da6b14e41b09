#include <algorithm>

#include "checks.hpp"
#include "constants.hpp"
#include "equations.hpp"
#include "resolve.hpp"

/// The passes that look at every text of the model once: what its names mean, and whether its units
/// fit.
namespace slackwater::model::lowering {
namespace {

using language::Expr;

// Calls visit(entry, part, value) for every equation that is no parameter's number.
template <class Visit>
void each_equation(Context& context, const Visit& visit) {
  for (auto& entry : context.variables) {
    for (auto& part : entry.shape.parts) {
      const auto& value = part.declaration->variable->value;
      if (value && !part.broken) visit(entry, part, *value);
    }
  }
}

Scope scope_of_function(const Context& context, const FunctionEntry& function) {
  return {context.tree.source, "function " + quoted(function.name), {}, &function};
}

Scope scope_of_rule(const Context& context, const OverrideEntry& entry) {
  auto scope = scope_of_part(context, entry.part,
                             "the rule for " + quoted(context.variables[entry.variable].name));
  scope.source = std::get<Override::Rule>(entry.override->value).source;
  return scope;
}

Wanted wanted_unit(const Context& context, const VariableEntry& entry) {
  const bool initial = entry.kind == language::VariableKind::stock;
  return {entry.unit, context.place(entry.unit.span), described(entry), initial};
}

// Finds functions that call themselves, directly or through others.
class RecursionFinder {
 public:
  explicit RecursionFinder(Context& context)
      : context_(context), states_(context.functions.size()) {}

  void run() {
    for (std::size_t i = 0; i < states_.size(); ++i) visit(i);
  }

 private:
  enum class State : char { unseen, open, done };

  // A function on the path and the calls in its body that were not followed yet, last one first.
  struct Open {
    std::size_t function;
    std::vector<const Expr*> calls;
  };

  // With a stack of its own: a chain of functions may be as long as the text.
  void visit(std::size_t first) {
    enter(first);
    while (!path_.empty()) {
      auto& top = path_.back();
      if (top.calls.empty()) {
        states_[top.function] = State::done;
        path_.pop_back();
        continue;
      }
      const auto& call = *top.calls.back();
      top.calls.pop_back();
      const auto target = context_.references.at(&call).index;
      if (states_[target] == State::open) {
        report(call, target);
      } else {
        enter(target);
      }
    }
  }

  void enter(std::size_t i) {
    if (states_[i] != State::unseen) return;
    states_[i] = State::open;
    Open entry{i, {}};
    if (const auto& body = context_.functions[i].syntax->body) collect_calls(*body, entry.calls);
    std::reverse(entry.calls.begin(), entry.calls.end());
    path_.push_back(std::move(entry));
  }

  void collect_calls(const Expr& expression, std::vector<const Expr*>& calls) const {
    const auto found = context_.references.find(&expression);
    if (found != context_.references.end() && found->second.kind == Reference::Kind::function)
      calls.push_back(&expression);
    for (const auto& argument : expression.arguments) {
      if (argument) collect_calls(*argument, calls);
    }
  }

  void report(const Expr& call, std::size_t target) {
    std::string text;
    const auto first = std::find_if(path_.begin(), path_.end(),
                                    [&](const Open& open) { return open.function == target; });
    for (auto at = first; at != path_.end(); ++at) {
      auto& function = context_.functions[at->function];
      function.recursive = true;
      text += function.name + " -> ";
    }
    context_.diagnostics.error(
        "E0703", "a function cannot call itself: " + text + context_.functions[target].name,
        context_.place(call.span), "functions are written out where they are called");
  }

  Context& context_;
  std::vector<State> states_;
  std::vector<Open> path_;
};

}  // namespace

void resolve_names(Context& context) {
  for (const auto& function : context.functions) {
    if (function.syntax->body)
      resolve_expression(context, scope_of_function(context, function), *function.syntax->body);
  }
  RecursionFinder(context).run();
  each_equation(context, [&](VariableEntry& entry, Part& part, const language::ValueTable& value) {
    check_table(context, entry, part, value);
    if (is_parameter(entry.kind)) return;
    const auto scope = scope_of_part(context, part, where_of(entry));
    each_value(value,
               [&](const Expr& expression) { resolve_expression(context, scope, expression); });
  });
  for (const auto& declaration : context.tree.declarations) {
    if (!declaration.check) continue;
    Scope scope{context.tree.source, "a check", {}, nullptr};
    context.check_scopes.push_back(resolve_check(context, std::move(scope), *declaration.check));
  }
  for (const auto& entry : context.overrides) {
    if (entry.rule) resolve_expression(context, scope_of_rule(context, entry), *entry.rule);
  }
}

void check_units(Context& context) {
  for (const auto& function : context.functions) {
    if (!function.syntax->body) continue;
    const Wanted wanted{function.unit, context.place(function.unit.span),
                        "function " + quoted(function.name), false};
    check_unit(context, scope_of_function(context, function), *function.syntax->body, wanted);
  }
  each_equation(context, [&](VariableEntry& entry, Part& part, const language::ValueTable& value) {
    const auto scope = scope_of_part(context, part, where_of(entry));
    const auto wanted = wanted_unit(context, entry);
    each_value(value, [&](const Expr& expression) {
      if (!is_parameter(entry.kind)) return check_unit(context, scope, expression, wanted);
      auto bare = wanted;
      bare.bare_number_fits = true;
      if (const auto number = constant_number(context, scope, expression, bare))
        context.constants[&expression] = *number;
    });
  });
  std::size_t check = 0;
  for (const auto& declaration : context.tree.declarations) {
    if (!declaration.check) continue;
    const auto& scope = context.check_scopes[check++];
    check_condition(context, scope, *declaration.check);
  }
  for (const auto& entry : context.overrides) {
    if (!entry.rule) continue;
    auto wanted = wanted_unit(context, context.variables[entry.variable]);
    wanted.bare_number_fits = true;
    check_unit(context, scope_of_rule(context, entry), *entry.rule, wanted);
  }
}

}  // namespace slackwater::model::lowering
