#include "slackwater/scenario/scenario.hpp"

namespace slackwater::scenario {
namespace {

template <class Sets>
auto find(const Sets& sets, std::string_view label) -> std::optional<std::size_t> {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].label == label) return i;
  }
  return std::nullopt;
}

void append(std::vector<Setting>& to, const std::vector<Setting>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::string_view name(Design design) {
  switch (design) {
    case Design::monte_carlo:
      return "monte_carlo";
    case Design::latin_hypercube:
      return "latin_hypercube";
    case Design::sobol:
      return "sobol";
    case Design::rows:
      return "rows";
  }
  return "";
}

model::Override Vary::at(double value) const {
  model::Override override;
  override.target = target;
  override.place = place;
  override.start = start;
  override.value = value;
  return override;
}

std::optional<std::size_t> Scenario::find_policy(std::string_view label) const {
  return find(policies, label);
}

std::optional<std::size_t> Scenario::find_future(std::string_view label) const {
  return find(futures, label);
}

std::optional<std::size_t> Scenario::find_measure(std::string_view measure) const {
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (measures[i].name == measure) return i;
  }
  return std::nullopt;
}

std::vector<Setting> Scenario::settings_for(std::size_t policy, std::size_t future) const {
  auto result = policies[policy].settings;
  append(result, futures[future].settings);
  return result;
}

std::vector<Setting> Scenario::starts_for(std::size_t policy, std::size_t future) const {
  auto result = start.values;
  append(result, policies[policy].starts);
  append(result, futures[future].starts);
  return result;
}

std::vector<model::Override> Scenario::overrides_for(std::size_t policy, std::size_t future) const {
  std::vector<model::Override> result;
  for (auto& setting : settings_for(policy, future)) {
    if (!setting.at_start) result.push_back(std::move(setting.override));
  }
  return result;
}

}  // namespace slackwater::scenario
