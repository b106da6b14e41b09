#include "names.hpp"

#include "dimensions.hpp"

namespace slackwater::model::lowering {
namespace {

constexpr int kMostSuggestions = 50;  // each one compares with every name of the model

std::string describe_symbol(const Context& context, const Symbol& symbol) {
  const auto with_line = [&](std::string_view kind, base::Span span) {
    return std::string(kind) + ", line " + std::to_string(line_of(context, span));
  };
  switch (symbol.kind) {
    case Symbol::Kind::variable: {
      const auto& entry = context.variables[symbol.index];
      return with_line(word(entry.kind), entry.span);
    }
    case Symbol::Kind::lookup:
      return with_line("lookup", context.lookups[symbol.index].span);
    case Symbol::Kind::function:
      break;
  }
  return with_line("function", context.functions[symbol.index].span);
}

const Dimension* owner_of_element(const Context& context, const std::string& name) {
  const auto& dimensions = context.model.dimensions;
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    if (!dimensions[i].parent && find_position(context, i, name)) return &dimensions[i];
  }
  return nullptr;
}

// Built-in names that may stand at a place: functions where something is called, else the clock's.
std::vector<std::string> built_in_names(bool called) {
  auto names = language::function_names();
  std::erase_if(names, [&](const std::string& name) {
    const auto* info = language::find_function(name);
    const bool clock = info && info->kind == language::FunctionKind::clock;
    return clock == called;
  });
  return names;
}

}  // namespace

std::string suggestion(Context& context, const Scope& scope, const std::string& name, bool called) {
  if (++context.suggestions > kMostSuggestions) return {};
  auto candidates = built_in_names(called);
  for (const auto& [symbol, meaning] : context.symbols) candidates.push_back(symbol);
  if (scope.function) {
    for (const auto& parameter : scope.function->syntax->parameters) {
      candidates.push_back(parameter.name.text);
    }
  }
  const auto closest = base::closest_name(name, candidates);
  if (closest.empty()) return {};
  const auto found = context.symbols.find(closest);
  if (found != context.symbols.end()) {
    return "did you mean " + quoted(closest) + " (" + describe_symbol(context, found->second) +
           ")?";
  }
  const bool built_in = language::find_function(closest) != nullptr;
  return "did you mean " + quoted(closest) + (built_in ? " (built in)?" : "?");
}

void report_unknown(Context& context, const Scope& scope, const language::Name& name, bool called,
                    const std::string& unit_hint) {
  // The paragraph that declares it did not parse: one error for that is enough.
  if (context.damaged_names.count(name.text) > 0) return;
  const base::Place place{scope.source, name.span};
  const auto no_value = [&](const std::string& what, std::string hint) {
    context.diagnostics.error("E0210", quoted(name.text) + " is " + what + ", not a value", place,
                              std::move(hint));
  };
  if (!called && find_dimension(context, name.text)) {
    return no_value("a dimension", "use it as a subscript: name[" + name.text + "]");
  }
  if (const auto* dimension = called ? nullptr : owner_of_element(context, name.text)) {
    return no_value("an element of the dimension " + quoted(dimension->name),
                    "use it as a subscript: name[" + name.text + "]");
  }
  if (!unit_hint.empty() && context.units->find(name.text)) return no_value("a unit", unit_hint);
  auto hint = suggestion(context, scope, name.text, called);
  if (!called && hint.empty() && context.units->find(name.text)) {
    return no_value("a unit", "write a number before it: '1 " + name.text + "'");
  }
  context.diagnostics.error("E0204",
                            std::string("unknown ") + (called ? "function " : "name ") +
                                quoted(name.text) + " in " + scope.where,
                            place, std::move(hint));
}

bool is_built_in(std::string_view name) {
  return language::find_function(name) || language::find_reduction(name);
}

}  // namespace slackwater::model::lowering
