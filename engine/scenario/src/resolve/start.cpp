#include "resolver.hpp"

namespace slackwater::scenario {

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
    return;
  }
  start.equilibrium = text_of(*node, "from") == "equilibrium";
  start.per_sample = text_of(*node, "per_sample") == "true";
  if (const auto policy = policy_named(resolver, *node, "policy")) start.policy = *policy;
  start.settings = settings(resolver, find_value(*node, "set"), false, "");
  start.values = settings(resolver, find_value(*node, "values"), true, "");
  for (const auto* key : {"policy", "per_sample", "set"}) {
    const auto* value = find_value(*node, key);
    if (value == nullptr || start.equilibrium) continue;
    resolver.error("E1105", std::string("'") + key + "' is about an equilibrium", *value,
                   "add `from: equilibrium`, or delete it");
  }
}

}  // namespace slackwater::scenario
