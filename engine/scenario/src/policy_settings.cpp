#include <fmt/format.h>

#include "resolve/resolver.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::scenario {
namespace {

/// "0.85", "0.85 week", or the first default when the elements differ: "0.2, ...".
std::string default_text(const model::Model& model, const std::vector<model::ElementId>& elements) {
  std::string text;
  for (const auto id : elements) {
    const auto& node = model.expressions[model.elements[id.index].equation];
    if (node.op != model::Operator::constant) return "";
    const auto each = with_unit(node.number, model.variable_of(id).unit);
    if (text.empty()) text = each;
    if (text != each) return text + ", ...";
  }
  return text;
}

results::PolicySetting described(const Setting& setting, const model::Model& model) {
  results::PolicySetting entry;
  entry.lever = setting.override.target;
  entry.value = setting.text;
  entry.beyond_range = setting.outside;
  entry.model_value = default_text(model, setting.elements);
  if (const auto variable = model.find_variable(setting.variable)) {
    entry.unit = model.variables[variable->index].unit;
    entry.documentation = model.variables[variable->index].documentation;
  }
  return entry;
}

}  // namespace

std::vector<results::PolicySetting> policy_settings(const Scenario& scenario,
                                                    const model::Model& model) {
  std::vector<results::PolicySetting> result;
  const auto add = [&](const std::vector<ChangeSet>& sets,
                       std::string results::PolicySetting::* whose) {
    for (const auto& set : sets) {
      for (const auto& setting : set.settings) {
        auto entry = described(setting, model);
        if (entry.value == entry.model_value) continue;
        entry.*whose = set.label;
        result.push_back(std::move(entry));
      }
    }
  };
  add(scenario.policies, &results::PolicySetting::policy);
  add(scenario.futures, &results::PolicySetting::future);
  return result;
}

}  // namespace slackwater::scenario
