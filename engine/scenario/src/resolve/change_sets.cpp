#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "resolver.hpp"

namespace slackwater::scenario {
namespace {

constexpr std::string_view kReserved[] = {"and",    "or",        "not",    "of",   "step",
                                          "policy", "future",    "up",     "down", "both",
                                          "peak",   "reference", "sample", "time"};

void check_label(Resolver& resolver, const YamlNode& key, std::string_view what) {
  const auto& text = key.text;
  if (!is_label(text)) {
    resolver.error("E1110", fmt::format("'{}' cannot be the label of a {}", text, what), key,
                   "a label is one word of letters, digits and '_'; `title:` takes any text");
  } else if (std::find(std::begin(kReserved), std::end(kReserved), text) != std::end(kReserved)) {
    resolver.error("E1110", fmt::format("'{}' is a word of the measure language", text), key,
                   "choose another label");
  }
}

bool within(const std::vector<model::ElementId>& inner,
            const std::vector<model::ElementId>& outer) {
  return std::all_of(inner.begin(), inner.end(), [&](model::ElementId id) {
    return std::find(outer.begin(), outer.end(), id) != outer.end();
  });
}

/// Appends `own` to `inherited`; what is set anew altogether is dropped.
void inherit(std::vector<Setting>& inherited, std::vector<Setting> own) {
  for (const auto& later : own) {
    if (later.change != Change::set) continue;
    inherited.erase(std::remove_if(inherited.begin(), inherited.end(),
                                   [&](const Setting& earlier) {
                                     return within(earlier.elements, later.elements);
                                   }),
                    inherited.end());
  }
  inherited.insert(inherited.end(), own.begin(), own.end());
}

/// All policies, or all futures.
class ChangeSetReader {
 public:
  ChangeSetReader(Resolver& resolver, const YamlNode& map, std::string_view what,
                  std::vector<ChangeSet>& sets)
      : resolver_(resolver), map_(map), what_(what), sets_(sets) {}

  void read() {
    for (const auto& entry : map_.entries) {
      check_label(resolver_, entry.key, what_);
      ChangeSet set;
      set.label = entry.key.text;
      set.title = text_of(entry.value, "title");
      if (set.title.empty()) set.title = set.label;
      set.note = text_of(entry.value, "note");
      set.finding = text_of(entry.value, "finding");
      set.place = resolver_.tree.place(entry.key);
      sets_.push_back(std::move(set));
    }
    for (std::size_t i = 0; i < sets_.size(); ++i) read_parent(i);
    if (has_cycle()) return;
    done_.assign(sets_.size(), false);
    for (std::size_t i = 0; i < sets_.size(); ++i) read_settings(i);
  }

 private:
  void read_parent(std::size_t index) {
    const auto* node = find_value(map_.entries[index].value, "based_on");
    if (node == nullptr) return;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if (sets_[i].label == node->text) sets_[index].based_on = i;
      known.push_back(sets_[i].label);
    }
    if (sets_[index].based_on) return;
    const auto closest = base::closest_name(node->text, known);
    resolver_.error("E1108", fmt::format("no {} is called '{}'", what_, node->text), *node,
                    closest.empty() ? "" : fmt::format("did you mean '{}'?", closest));
  }

  /// Reports every circle of `based_on` once.
  bool has_cycle() {
    std::set<std::size_t> reported;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      std::vector<std::size_t> path{i};
      auto at = sets_[i].based_on;
      while (at && std::find(path.begin(), path.end(), *at) == path.end()) {
        path.push_back(*at);
        at = sets_[*at].based_on;
      }
      if (!at || *at != i || reported.count(i) > 0) continue;
      std::string names;
      for (const auto each : path) {
        reported.insert(each);
        names += sets_[each].label + " -> ";
      }
      resolver_.error("E1109",
                      fmt::format("`based_on` goes in a circle: {}{}", names, sets_[i].label),
                      *find_value(map_.entries[i].value, "based_on"));
    }
    return !reported.empty();
  }

  void read_settings(std::size_t index) {
    if (done_[index]) return;
    done_[index] = true;
    auto& set = sets_[index];
    if (set.based_on) {
      read_settings(*set.based_on);
      set.settings = sets_[*set.based_on].settings;
      set.starts = sets_[*set.based_on].starts;
    }
    const auto& map = map_.entries[index].value;
    const bool beyond_range = text_of(map, "beyond_range") == "true";
    inherit(set.settings,
            settings(resolver_, find_value(map, "set"), {false, beyond_range, set.label}));
    inherit(set.starts, settings(resolver_, find_value(map, "start"), {true, false, set.label}));
  }

  Resolver& resolver_;
  const YamlNode& map_;
  std::string_view what_;
  std::vector<ChangeSet>& sets_;
  std::vector<bool> done_;
};

/// A future that sets what policies set too: allowed, but rarely meant.
void warn_of_conflicts(Resolver& resolver) {
  for (const auto& future : resolver.scenario.futures) {
    for (const auto& setting : future.settings) {
      if (setting.origin != future.label) continue;
      std::vector<std::string> policies;
      for (const auto& policy : resolver.scenario.policies) {
        for (const auto& other : policy.settings) {
          const bool meets =
              std::any_of(other.elements.begin(), other.elements.end(), [&](model::ElementId id) {
                return std::find(setting.elements.begin(), setting.elements.end(), id) !=
                       setting.elements.end();
              });
          if (meets && (policies.empty() || policies.back() != policy.label)) {
            policies.push_back(policy.label);
          }
        }
      }
      if (policies.empty()) continue;
      resolver.diagnostics.warning(
          "E1111",
          fmt::format("future '{}' sets '{}', which policy {} sets too; the future's value holds",
                      future.label, setting.variable, fmt::join(policies, ", ")),
          setting.override.place, "keep what leaders choose and what they do not apart");
    }
  }
}

}  // namespace

void resolve_change_sets(Resolver& resolver) {
  auto& scenario = resolver.scenario;
  const auto* policies = find_value(resolver.root(), "policies");
  if (policies == nullptr || policies->entries.empty()) {
    for (const auto& entry : resolver.root().entries) {
      if (entry.key.text == "policies") {
        resolver.error("E1102", "'policies' holds no policy", entry.key,
                       "write at least one: `as_is: {}`");
      }
    }
    return;
  }
  ChangeSetReader(resolver, *policies, "policy", scenario.policies).read();
  const auto* futures = find_value(resolver.root(), "futures");
  if (futures != nullptr && !futures->entries.empty()) {
    ChangeSetReader(resolver, *futures, "future", scenario.futures).read();
    for (std::size_t i = 0; i < scenario.futures.size(); ++i) {
      if (!scenario.find_policy(scenario.futures[i].label)) continue;
      resolver.error("E1110",
                     fmt::format("'{}' is a policy and a future", scenario.futures[i].label),
                     futures->entries[i].key, "measures could not tell them apart: rename one");
    }
  } else {
    ChangeSet only;
    only.label = "model";
    only.title = "as in the model";
    scenario.futures.push_back(std::move(only));
  }
  if (const auto baseline = policy_named(resolver, resolver.root(), "baseline")) {
    scenario.baseline = *baseline;
  }
  warn_of_conflicts(resolver);
}

}  // namespace slackwater::scenario
