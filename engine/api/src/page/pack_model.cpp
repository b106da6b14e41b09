#include <algorithm>
#include <utility>

#include "core/model_implementation.hpp"
#include "core/owners.hpp"
#include "core/packed_links.hpp"
#include "core/settings.hpp"
#include "slackwater/api/packed_model.hpp"
#include "slackwater/base/byte_difference.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/model/packed.hpp"

namespace slackwater::api {
namespace {

bool same_rules(const std::vector<Setting>& a, const std::vector<Setting>& b) {
  return std::ranges::equal(a, b, [](const Setting& x, const Setting& y) {
    if (x.target != y.target || x.value.index() != y.value.index()) return false;
    if (const auto* profile = std::get_if<Profile>(&x.value)) {
      const auto& other = std::get<Profile>(y.value);
      return profile->points == other.points && profile->ramp == other.ramp;
    }
    return std::get<std::string>(x.value) == std::get<std::string>(y.value);
  });
}

}  // namespace

base::Result<PackedModel> pack_model(const Model& model,
                                     const std::vector<std::vector<Setting>>& runs) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  PackedModel packed{model.source_name(),
                     model.text(),
                     model::pack(implementation.model),
                     packed_links(implementation.links(model)),
                     {}};
  for (const auto& settings : runs) {
    const auto overrides = read_rules(implementation.model, settings);
    const auto owners = owners_of(implementation.model, overrides);
    PackedForm form;
    std::vector<model::Override> rules;
    for (const auto i : rules_that_count(owners, overrides)) {
      form.rules.push_back(settings[i]);
      rules.push_back(overrides[i]);
    }
    const bool known =
        rules.empty() || std::ranges::any_of(packed.forms, [&](const PackedForm& other) {
          return same_rules(other.rules, form.rules);
        });
    if (known) continue;
    const auto lowered = implementation.forms->under(rules);
    if (!lowered) return lowered.diagnostics();
    form.difference = base::byte_difference(packed.bytes, model::pack(*lowered));
    packed.forms.push_back(std::move(form));
  }
  return packed;
}

}  // namespace slackwater::api
