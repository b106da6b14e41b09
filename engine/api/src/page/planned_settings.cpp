#include "page/planned_settings.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace slackwater::api {
namespace {

using nlohmann::json;

Setting setting_of(const model::Override& override) {
  if (const auto* number = std::get_if<double>(&override.value)) {
    return {override.target, *number};
  }
  if (const auto* profile = std::get_if<model::Override::Profile>(&override.value)) {
    return {override.target, Profile{profile->points, profile->ramp}};
  }
  const auto& rule = std::get<model::Override::Rule>(override.value);
  return {override.target, std::string(rule.source->slice(rule.span))};
}

base::Result<std::vector<Setting>> settings_of(const scenario::ChangeSet& set, Study& study) {
  std::vector<Setting> out;
  for (const auto& setting : set.settings) {
    if (!setting.at_start) {
      out.push_back(setting_of(setting.override));
      continue;
    }
    auto numbers = study.default_numbers(setting);
    if (!numbers) return numbers.diagnostics();
    std::ranges::move(*numbers, std::back_inserter(out));
  }
  return out;
}

std::map<std::string, double> starts_of(const PlannedRun& run) {
  std::map<std::string, double> starts;
  if (run.starts.empty()) return starts;
  for (const auto& [name, place] : run.variant->stock_index) {
    if (!std::isnan(run.starts[place])) starts[name] = run.starts[place];
  }
  return starts;
}

json settings_from(const std::map<std::string, double>& starts) {
  json out = json::array();
  for (const auto& [name, value] : starts) {
    out.push_back({{"target", "start " + name}, {"value", value}});
  }
  return out;
}

bool same_bits(double a, double b) { return a == b && std::signbit(a) == std::signbit(b); }

// What all runs have in common, and by run what they have not.
void split_starts(const std::vector<std::map<std::string, double>>& runs,
                  const std::vector<std::string>& names, PlannedSettings& out) {
  auto common = runs.front();
  for (const auto& run : runs) {
    std::erase_if(common, [&](const auto& start) {
      const auto found = run.find(start.first);
      return found == run.end() || !same_bits(found->second, start.second);
    });
  }
  out.start = settings_from(common);
  out.starts = json::object();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto own = runs[i];
    std::erase_if(own, [&](const auto& start) { return common.contains(start.first); });
    if (!own.empty()) out.starts[names[i]] = settings_from(own);
  }
}

bool moves_with_samples(const std::vector<scenario::ChangeSet>& sets) {
  return std::ranges::any_of(sets, [](const scenario::ChangeSet& set) {
    return std::ranges::any_of(set.settings, &scenario::Setting::at_start) ||
           std::ranges::any_of(set.starts, [](const scenario::Setting& start) {
             return start.change != scenario::Change::set || !start.is_number();
           });
  });
}

json value_of(const Setting& setting) {
  if (const auto* number = std::get_if<double>(&setting.value)) return *number;
  if (const auto* rule = std::get_if<std::string>(&setting.value)) return *rule;
  const auto& profile = std::get<Profile>(setting.value);
  return {{"points", profile.points}, {"ramp", profile.ramp}};
}

}  // namespace

json json_of(const std::vector<Setting>& settings) {
  json out = json::array();
  for (const auto& setting : settings) {
    out.push_back({{"target", setting.target}, {"value", value_of(setting)}});
  }
  return out;
}

base::Result<PlannedSettings> planned_settings(const scenario::Scenario& scenario, Study& study) {
  auto planned = study.plan(study.everything());
  if (!planned) return planned.diagnostics();
  if (planned->no_start.has_errors()) return planned->no_start;
  PlannedSettings out;
  out.policies = json::array();
  out.futures = json::array();
  std::vector<std::vector<Setting>> of_futures;
  for (const auto& future : scenario.futures) {
    auto own = settings_of(future, study);
    if (!own) return own.diagnostics();
    out.futures.push_back(json_of(*own));
    of_futures.push_back(std::move(*own));
  }
  for (const auto& policy : scenario.policies) {
    const auto own = settings_of(policy, study);
    if (!own) return own.diagnostics();
    out.policies.push_back(json_of(*own));
    for (const auto& future : of_futures) {
      out.runs.push_back(*own);
      out.runs.back().insert(out.runs.back().end(), future.begin(), future.end());
    }
  }
  std::vector<std::map<std::string, double>> starts;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < planned->runs.size(); ++i) {
    starts.push_back(starts_of(planned->runs[i]));
    names.push_back(scenario.policies[planned->places[i].policy].label + "/" +
                    scenario.futures[planned->places[i].future].label);
  }
  split_starts(starts, names, out);
  out.follows_samples = scenario.start.per_sample || moves_with_samples(scenario.policies) ||
                        moves_with_samples(scenario.futures);
  return out;
}

}  // namespace slackwater::api
