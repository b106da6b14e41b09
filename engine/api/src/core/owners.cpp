#include "core/owners.hpp"

#include <set>
#include <variant>

namespace slackwater::api {

Owners owners_of(const model::Model& model, const std::vector<model::Override>& overrides) {
  Owners owners;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    for (const auto id : model.match_elements(overrides[i].target)) {
      owners[{id, overrides[i].start}] = i;
    }
  }
  return owners;
}

bool is_rule(const model::Override& override) {
  return !std::holds_alternative<double>(override.value);
}

std::vector<std::size_t> rules_that_count(const Owners& owners,
                                          const std::vector<model::Override>& overrides) {
  std::set<std::size_t> rules;
  for (const auto& [place, i] : owners) {
    if (is_rule(overrides[i])) rules.insert(i);
  }
  return {rules.begin(), rules.end()};
}

}  // namespace slackwater::api
