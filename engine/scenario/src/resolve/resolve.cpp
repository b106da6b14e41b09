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

/// Rules and profiles are read by the model's own loader, once for every policy and future that has
/// some.
class ProgramChecker {
 public:
  explicit ProgramChecker(Resolver& resolver) : resolver_(resolver) {}

  void check(const ChangeSet& set) {
    std::vector<model::Override> overrides;
    bool programs = false;
    for (const auto* settings : {&set.settings, &set.starts}) {
      for (const auto& setting : *settings) {
        if (setting.at_start) {
          // In the common start nothing else that the policy sets is there.
          report({setting.override});
          continue;
        }
        programs |= !setting.is_number();
        if (setting.change == Change::set) overrides.push_back(setting.override);
      }
    }
    if (programs) report(overrides);
  }

 private:
  void report(const std::vector<model::Override>& overrides) {
    const auto said = said_about(overrides);
    for (const auto& diagnostic : said.entries()) {
      // What the model alone is warned of was said when it was loaded.
      const bool ours = diagnostic.place.source &&
                        diagnostic.place.source->name() == resolver_.tree.source->name();
      if (ours || diagnostic.severity == base::Severity::error) {
        resolver_.diagnostics.add(diagnostic);
      }
    }
  }

  base::Diagnostics said_about(const std::vector<model::Override>& overrides) const {
    const auto& options = resolver_.options;
    if (options.check_overrides) return options.check_overrides(overrides);
    // Data files are out of reach here, and a model that was built in memory has no text.
    const auto& model = resolver_.model;
    if (!model.source || !model.series.empty()) return {};
    model::LowerOptions lower;
    lower.overrides = overrides;
    return model::load(model.source, lower).diagnostics();
  }

  Resolver& resolver_;
};

void check_programs(Resolver& resolver) {
  ProgramChecker checker(resolver);
  for (const auto& policy : resolver.scenario.policies) checker.check(policy);
  for (const auto& future : resolver.scenario.futures) checker.check(future);
  ChangeSet start;
  start.settings = resolver.scenario.start.settings;
  start.starts = resolver.scenario.start.values;
  checker.check(start);
}

}  // namespace

base::Result<Scenario> resolve(const ScenarioFile& file, const model::Model& model,
                               const ResolveOptions& options) {
  Resolver resolver{*file.tree, model, options, {}, file.mistakes};
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
    resolve_story(resolver);
    check_programs(resolver);
  }
  resolve_save(resolver);
  resolver.diagnostics.sort();
  if (resolver.diagnostics.has_errors()) return std::move(resolver.diagnostics);
  return {std::move(resolver.scenario), std::move(resolver.diagnostics)};
}

}  // namespace slackwater::scenario
