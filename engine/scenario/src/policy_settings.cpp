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

}  // namespace

std::vector<results::PolicySetting> policy_settings(const Scenario& scenario,
                                                    const model::Model& model) {
  std::vector<results::PolicySetting> result;
  for (const auto& policy : scenario.policies) {
    for (const auto& setting : policy.settings) {
      results::PolicySetting entry;
      entry.policy = policy.label;
      entry.lever = setting.override.target;
      entry.value = setting.text;
      entry.model_value = default_text(model, setting.elements);
      if (entry.value == entry.model_value) continue;
      if (const auto variable = model.find_variable(setting.variable)) {
        entry.unit = model.variables[variable->index].unit;
        entry.documentation = model.variables[variable->index].documentation;
      }
      result.push_back(std::move(entry));
    }
  }
  return result;
}

}  // namespace slackwater::scenario
