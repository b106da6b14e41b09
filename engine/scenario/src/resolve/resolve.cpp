#include <fmt/format.h>

#include "resolver.hpp"

namespace slackwater::scenario {

void resolve_save(Resolver& resolver) {
  auto& scenario = resolver.scenario;
  const auto* node = find_value(resolver.root(), "save");
  if (node != nullptr && node->is_scalar() && node->text == "all") {
    scenario.save_everything = true;
    return;
  }
  if (node == nullptr || node->is_scalar()) {
    for (const auto& variable : resolver.model.variables) {
      if (variable.kind == model::VariableKind::indicator) scenario.save.push_back(variable.name);
    }
    // A model without indicators does not say what matters.
    scenario.save_everything = scenario.save.empty();
    return;
  }
  std::vector<std::string> known;
  for (const auto& variable : resolver.model.variables) known.push_back(variable.name);
  for (const auto& item : node->items) {
    if (resolver.model.find_variable(item.text)) {
      scenario.save.push_back(item.text);
      continue;
    }
    const auto closest = base::closest_name(item.text, known);
    resolver.error("E1104", fmt::format("the model has no variable '{}'", item.text), item,
                   closest.empty() ? "" : fmt::format("did you mean '{}'?", closest));
  }
}

namespace {

/// Rules and profiles are read by the model's own loader, once for every program that they make.
void check_programs(Resolver& resolver) {
  const auto& scenario = resolver.scenario;
  if (!resolver.options.check_overrides) return;
  for (std::size_t p = 0; p < scenario.policies.size(); ++p) {
    for (std::size_t f = 0; f < scenario.futures.size(); ++f) {
      bool rules = false;
      for (const auto& setting : scenario.settings_for(p, f)) rules |= !setting.is_number();
      for (const auto& setting : scenario.starts_for(p, f)) rules |= !setting.is_number();
      if (!rules) continue;
      auto overrides = scenario.overrides_for(p, f);
      for (auto& setting : scenario.starts_for(p, f)) {
        if (!setting.is_number()) overrides.push_back(setting.override);
      }
      resolver.diagnostics.append(resolver.options.check_overrides(overrides));
    }
  }
}

}  // namespace

base::Result<Scenario> resolve(const ScenarioFile& file, const model::Model& model,
                               const ResolveOptions& options) {
  Resolver resolver{*file.tree, model, options, {}, {}};
  auto& scenario = resolver.scenario;
  scenario.title = file.title;
  scenario.question = text_of(resolver.root(), "question");
  scenario.note = text_of(resolver.root(), "note");
  scenario.model_path = file.model_path;
  scenario.source = file.source;

  resolve_time(resolver);
  resolve_change_sets(resolver);
  if (!scenario.policies.empty()) {
    resolve_start(resolver);
    resolve_uncertainty(resolver);
    resolve_studies(resolver);
    resolve_measures(resolver);
    check_programs(resolver);
  }
  resolve_save(resolver);
  resolver.diagnostics.sort();
  if (resolver.diagnostics.has_errors()) return std::move(resolver.diagnostics);
  return {std::move(resolver.scenario), std::move(resolver.diagnostics)};
}

}  // namespace slackwater::scenario
