#include "resolver.hpp"

#include <fmt/format.h>

namespace slackwater::scenario {
namespace {

/// What is computed in the start cannot be what the start is computed from.
void refuse_at_start(Resolver& resolver, const YamlNode& node) {
  const auto& start = resolver.scenario.start;
  if (!start.equilibrium) return;
  const auto& policy = resolver.scenario.policies[start.policy];
  for (const auto* settings : {&policy.settings, &start.settings}) {
    for (const auto& setting : *settings) {
      if (!setting.at_start) continue;
      resolver.error("E1121",
                     fmt::format("the equilibrium is solved under '{}' = {}, and that is computed "
                                 "in the equilibrium",
                                 setting.override.target, setting.text),
                     node,
                     "solve it under another policy: `start: {from: equilibrium, policy: ..}`");
    }
  }
}

}  // namespace

void resolve_start(Resolver& resolver) {
  auto& start = resolver.scenario.start;
  start.policy = resolver.scenario.baseline;
  const auto* node = find_value(resolver.root(), "start");
  if (node == nullptr) return;
  for (const auto& entry : resolver.root().entries) {
    if (entry.key.text == "start") start.place = resolver.tree.place(entry.key);
  }
  if (node->is_scalar()) {
    start.equilibrium = node->text == "equilibrium";
    refuse_at_start(resolver, *node);
    return;
  }
  start.equilibrium = text_of(*node, "from") == "equilibrium";
  start.per_sample = text_of(*node, "per_sample") == "true";
  if (const auto policy = policy_named(resolver, *node, "policy")) start.policy = *policy;
  start.settings = settings(resolver, find_value(*node, "set"), {});
  start.values = settings(resolver, find_value(*node, "values"), {.start = true});
  refuse_at_start(resolver, *node);
  for (const auto* key : {"policy", "per_sample", "set"}) {
    const auto* value = find_value(*node, key);
    if (value == nullptr || start.equilibrium) continue;
    resolver.error("E1105", std::string("'") + key + "' is about an equilibrium", *value,
                   "add `from: equilibrium`, or delete it");
  }
}

}  // namespace slackwater::scenario
