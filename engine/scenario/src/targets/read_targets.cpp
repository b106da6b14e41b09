#include "slackwater/scenario/targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "../check_format.hpp"
#include "../resolve/resolver.hpp"

namespace slackwater::scenario {
namespace {

class Reader {
 public:
  Reader(Resolver& resolver, FitTargets& out)
      : resolver_(resolver),
        out_(out),
        checker_(resolver.scenario, resolver.model, {}, resolver.diagnostics) {}

  void read() {
    out_.title = text_of(resolver_.root(), "fit");
    out_.note = text_of(resolver_.root(), "note");
    out_.settings = settings_of("set");
    out_.at_rest = settings_of("at_rest");
    for (const auto& entry : entries_of("parameters", "parameter")) parameter(entry);
    for (const auto& entry : entries_of("targets", "target")) target_of(entry);
    const auto& needed = checker_.needed(false);
    resolver_.scenario.needed.assign(needed.begin(), needed.end());
  }

 private:
  const std::vector<YamlEntry>& entries_of(std::string_view key, std::string_view what) {
    const auto& node = *find_value(resolver_.root(), key);
    if (node.entries.empty()) {
      resolver_.error("E1135", fmt::format("there is no {} under '{}'", what, key), node,
                      "a fit needs at least one parameter and one target");
    }
    return node.entries;
  }

  std::vector<Setting> settings_of(std::string_view key) {
    const auto* map = find_value(resolver_.root(), key);
    auto found = settings(resolver_, map, {});
    for (const auto& setting : found) {
      for (const auto id : setting.elements) set_.insert(id.index);
      const bool moves = std::holds_alternative<model::Override::Profile>(setting.override.value);
      if (!moves && !setting.at_start) continue;
      resolver_.diagnostics.error(
          "E1131",
          fmt::format("'{}' {}, and a rest state has none", setting.variable,
                      moves ? "changes over time" : "takes a number from the start of a run"),
          setting.override.place, "give it one number, or a rule");
    }
    return found;
  }

  void parameter(const YamlEntry& entry) {
    const auto found = target(resolver_, entry.key, entry.key.text, TargetKind::input);
    if (!found) return;
    const auto& variable = *found->variable;
    std::optional<std::pair<double, double>> range;
    if (entry.value.is_null()) {
      if (variable.range) range = {variable.range->low, variable.range->high};
      if (!range) {
        resolver_.error("E1132", fmt::format("the model declares no range for '{}'", variable.name),
                        entry.key, fmt::format("give one: `{}: a .. b`", entry.key.text));
      }
    } else {
      range = interval(resolver_, entry.value, variable.unit);
      const auto place = resolver_.tree.place(entry.value);
      if (range && (!check_range(resolver_, place, variable, range->first) ||
                    !check_range(resolver_, place, variable, range->second))) {
        return;
      }
    }
    if (!range) return;
    for (const auto id : found->elements) element(entry, variable, id, *range);
  }

  void element(const YamlEntry& entry, const model::Variable& variable, model::ElementId id,
               std::pair<double, double> range) {
    const auto& element = resolver_.model.elements[id.index];
    if (set_.contains(id.index) || !looked_for_.insert(id.index).second) {
      resolver_.error(
          "E1133",
          fmt::format("'{}' is {}", element.name,
                      set_.contains(id.index) ? "set, and looked for as well" : "looked for twice"),
          entry.key, "name it once, under `set`, `at_rest` or `parameters`");
      return;
    }
    const double own = resolver_.model.expressions[element.equation].number;
    out_.parameters.push_back({id, element.name, variable.unit, range.first, range.second,
                               std::clamp(own, range.first, range.second),
                               resolver_.tree.place(entry.key)});
  }

  // Without `of` it is the variable of its own name.
  void target_of(const YamlEntry& entry) {
    const auto* of = find_value(entry.value, "of");
    const auto& text = of != nullptr ? *of : entry.key;
    if (!is_label(entry.key.text) && of != nullptr) {
      resolver_.error("E1110", fmt::format("'{}' cannot be the name of a target", entry.key.text),
                      entry.key, "a name is one word of letters, digits and '_'");
      return;
    }
    const auto value = checker_.last_of(expression_text(resolver_.tree, text));
    if (!value) return;
    FitTarget target;
    target.name = entry.key.text;
    target.text = text.text;
    target.note = text_of(entry.value, "note");
    target.unit = value->unit.text;
    target.place = resolver_.tree.place(entry.key);
    const auto is = quantity(resolver_, *find_value(entry.value, "is"), target.unit);
    if (!is || !tolerance(entry, *is, target)) return;
    target.is = *is;
    Measure measure;
    measure.name = target.name;
    measure.text = target.text;
    measure.unit = target.unit;
    measure.place = target.place;
    measure.expression = value;
    resolver_.scenario.measures.push_back(std::move(measure));
    out_.targets.push_back(std::move(target));
  }

  // Of what has a unit, `10 %` is a share of the value; of a share it is ten points.
  bool tolerance(const YamlEntry& entry, double is, FitTarget& target) {
    const auto& node = *find_value(entry.value, "within");
    const bool per_cent = node.is_scalar() && node.text.ends_with('%');
    const bool has_unit = !target.unit.empty() && target.unit != "1";
    const bool share = per_cent && has_unit;
    const auto within = quantity(resolver_, node, share ? "1" : target.unit);
    if (!within) return false;
    target.within = share ? *within * std::abs(is) : *within;
    if (target.within > 0) return true;
    resolver_.error("E1134", fmt::format("the tolerance of '{}' must be above 0", target.name),
                    node, "say how closely the value is known");
    return false;
  }

  Resolver& resolver_;
  FitTargets& out_;
  Checker checker_;
  std::set<std::uint32_t> set_;
  std::set<std::uint32_t> looked_for_;
};

/// The one policy, in the one future, that the expressions are about.
Scenario stage(const base::SourcePtr& source, const model::Model& model) {
  Scenario scenario;
  scenario.source = source;
  scenario.time = model.time;
  ChangeSet run;
  run.label = run.title = "run";
  scenario.policies.push_back(run);
  run.label = run.title = "model";
  scenario.futures.push_back(run);
  return scenario;
}

}  // namespace

base::Result<FitTargets> read_targets(const base::SourcePtr& source, const model::Model& model,
                                      const ResolveOptions& options) {
  auto yaml = parse_yaml(source, "a fit needs at least `fit`, `parameters` and `targets`");
  if (!yaml) return yaml.diagnostics();
  base::Diagnostics mistakes = yaml->mistakes;
  if (!check_targets_file(*yaml, mistakes)) {
    mistakes.sort();
    return mistakes;
  }
  Resolver resolver{*yaml, model, options, stage(source, model), std::move(mistakes)};
  FitTargets out;
  Reader(resolver, out).read();
  resolver.diagnostics.sort();
  if (resolver.diagnostics.has_errors()) return std::move(resolver.diagnostics);
  out.measures = std::move(resolver.scenario);
  return {std::move(out), std::move(resolver.diagnostics)};
}

}  // namespace slackwater::scenario
