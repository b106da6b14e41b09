#include "slackwater/model/lower.hpp"

#include <algorithm>

#include "../order.hpp"
#include "constants.hpp"
#include "context.hpp"
#include "slackwater/language/parser.hpp"
#include "slackwater/model/method_rules.hpp"

namespace slackwater::model {
namespace {

using lowering::Context;

base::Result<Model> finish(Context& context) {
  if (context.options.strict_units) context.diagnostics.promote("E0301");
  context.diagnostics.sort();
  if (context.diagnostics.has_errors()) return std::move(context.diagnostics);
  return {std::move(context.model), std::move(context.diagnostics)};
}

base::Result<Model> run(Context& context) {
  auto& model = context.model;
  model.source = context.tree.source;
  declare_units(context);
  declare_dimensions(context);
  read_time(context);
  declare_names(context);
  lower_lookups(context);
  lower_data(context);
  connect_overrides(context);
  make_variables(context);
  resolve_names(context);
  check_units(context);
  connect_flows(context);
  read_attributes(context);
  expand_equations(context);
  model.units = context.units;
  for (std::size_t i = 0; i < model.variables.size(); ++i)
    model.variable_by_name.emplace(model.variables[i].name, VariableId(i));
  for (std::size_t i = 0; i < model.elements.size(); ++i) {
    if (model.variable_of(ElementId(i)).kind == VariableKind::stock) model.stocks.emplace_back(i);
    if (model.elements[i].input) model.parameters.emplace_back(i);
  }
  if (!context.too_large) {
    context.diagnostics.append(check_method(model, model.time.method));
    order_elements(model, context.diagnostics);
  }
  return finish(context);
}

// `flow completions: ...` declares its second word.
std::string second_word(std::string_view line) {
  constexpr std::string_view kBlank = " \t";
  const auto after_first = line.find_first_of(kBlank);
  if (after_first == std::string_view::npos) return {};
  const auto begin = line.find_first_not_of(kBlank, after_first);
  if (begin == std::string_view::npos) return {};
  const auto end = line.find_first_of(" \t:[(=,", begin);
  return std::string(line.substr(begin, end == std::string_view::npos ? end : end - begin));
}

// `dimension level = team, cross team` may declare each of its words: an element is a name as well.
void note_words(std::string_view line, std::unordered_set<std::string>& names) {
  constexpr std::string_view kBetween = " \t,=\"{}:#";
  for (auto begin = line.find_first_not_of(kBetween); begin != std::string_view::npos;) {
    const auto end = std::min(line.find_first_of(kBetween, begin), line.size());
    names.emplace(line.substr(begin, end - begin));
    begin = line.find_first_not_of(kBetween, end);
  }
}

// The names of paragraphs that did not parse: what uses them is not wrong because of that.
void note_damage(Context& context) {
  const auto& source = *context.tree.source;
  for (const auto& entry : context.options.parsing->entries()) {
    if (entry.severity != base::Severity::error || entry.place.source != context.tree.source)
      continue;
    auto line = source.position(entry.place.span.begin).line;
    const auto indented = [&](int number) {
      const auto text = source.line(number);
      return text.empty() || text.front() == ' ' || text.front() == '\t' || text.front() == '#';
    };
    while (line > 1 && indented(line)) --line;
    const auto first = source.line(line);
    if (first.substr(0, 5) == "time ") context.damaged_time = true;
    if (first.substr(0, 10) == "dimension " || first.substr(0, 5) == "unit ")
      note_words(first, context.damaged_names);
    context.damaged_names.insert(second_word(first));
  }
}

}  // namespace

base::Result<Model> lower(const language::SyntaxTree& tree, const LowerOptions& options) {
  Context context(tree, options);
  if (options.parsing) note_damage(context);
  return run(context);
}

base::Result<Model> load(const base::SourcePtr& source, const LowerOptions& options) {
  base::Diagnostics diagnostics;
  const auto tree = language::parse_model(source, diagnostics);
  if (!tree.is_text) {
    diagnostics.sort();
    return diagnostics;
  }
  auto with_parsing = options;
  with_parsing.parsing = &diagnostics;
  Context context(tree, with_parsing);
  context.diagnostics.append(diagnostics);
  note_damage(context);
  return run(context);
}

base::Result<double> constant_value(const base::SourcePtr& source, base::Span span,
                                    const Model& model, std::string_view unit) {
  language::SyntaxTree empty;
  empty.source = source;
  const LowerOptions options;
  Context context(empty, options);
  if (model.units) *context.units = *model.units;
  context.time_unit = context.units->find(model.time.unit);
  const auto expression = language::parse_expression(source, span, context.diagnostics);
  if (!expression) return std::move(context.diagnostics);
  const lowering::Scope scope{source, "a value", {}, nullptr};
  lowering::DeclaredUnit declared;
  declared.unit = context.units->parse(unit.empty() ? "1" : unit);
  const auto value = lowering::constant_number(context, scope, *expression,
                                               {declared, {nullptr, {}}, "the value", true});
  if (!value) return std::move(context.diagnostics);
  return *value;
}

}  // namespace slackwater::model
