#include <fmt/format.h>

#include "resolver.hpp"

namespace slackwater::scenario {
namespace {

std::vector<std::string> indicators(const model::Model& model) {
  std::vector<std::string> names;
  for (const auto& variable : model.variables) {
    if (variable.kind == model::VariableKind::indicator) names.push_back(variable.name);
  }
  return names;
}

// What is not an indicator is not drawn on the page.
void check_shown(Resolver& resolver, const YamlNode& item) {
  const auto known = indicators(resolver.model);
  for (const auto& name : known) {
    if (name == item.text) return;
  }
  const auto closest = base::closest_name(item.text, known);
  resolver.error("E1124", fmt::format("'{}' is no indicator of the model", item.text), item,
                 closest.empty() ? "the page draws indicators: declare one in the model"
                                 : fmt::format("did you mean '{}'?", closest));
}

}  // namespace

void resolve_story(Resolver& resolver) {
  const auto* list = find_value(resolver.root(), "story");
  if (list == nullptr) return;
  for (const auto& item : list->items) {
    StoryStep step;
    step.title = text_of(item, "title");
    step.text = text_of(item, "text");
    step.policy = resolver.scenario.baseline;
    if (find_value(item, "policy") != nullptr) {
      step.policy = policy_named(resolver, item, "policy").value_or(step.policy);
    }
    if (find_value(item, "future") != nullptr) {
      step.future = future_named(resolver, item, "future").value_or(0);
    }
    if (const auto* show = find_value(item, "show")) {
      for (const auto& name : show->items) {
        check_shown(resolver, name);
        step.show.push_back(name.text);
      }
    }
    resolver.scenario.story.push_back(std::move(step));
  }
}

}  // namespace slackwater::scenario
