#include "core/changes.hpp"

#include "core/settings.hpp"

namespace slackwater::api {

base::Result<std::vector<ModelChange>> changes_of(const Model::Implementation& model,
                                                  const std::vector<Setting>& settings,
                                                  bool beyond_range) {
  auto overrides = read_settings(model, settings, beyond_range);
  const auto checked = model.forms->under(overrides);
  if (!checked) return checked.diagnostics();
  std::vector<ModelChange> changes;
  for (auto& override : overrides) {
    auto elements = model.model.match_elements(override.target);
    changes.push_back({std::move(override), ChangeKind::set, std::move(elements)});
  }
  return {std::move(changes), about_overrides(model, checked.diagnostics())};
}

}  // namespace slackwater::api
