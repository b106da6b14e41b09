#include "check_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

class FormatChecker {
 public:
  FormatChecker(const YamlTree& tree, base::Diagnostics& diagnostics)
      : tree_(tree), diagnostics_(diagnostics) {}

  bool can_go_on() const { return can_go_on_; }

  void part(YamlNode& node, const Part& part) {
    // `calm:` without a value is a map without entries.
    if (node.is_null()) {
      missing_keys(node, part);
      return;
    }
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("the keys of {}", name_of(part)));
      return;
    }
    repair_keys(node, part);
    for (auto& entry : node.entries) value(entry, *find_key(part, entry.key.text));
    missing_keys(node, part);
  }

 private:
  /// A misspelt key is read as the one it is close to, any other unknown one is dropped: so the
  /// rest can still be checked.
  void repair_keys(YamlNode& node, const Part& part) {
    std::set<std::string> taken;
    for (const auto& entry : node.entries) taken.insert(entry.key.text);
    std::vector<YamlEntry> kept;
    for (auto& entry : node.entries) {
      if (find_key(part, entry.key.text) == nullptr) {
        auto meant = unknown_key(entry.key, part);
        if (meant.empty() || !taken.insert(meant).second) continue;
        entry.key.text = std::move(meant);
      }
      kept.push_back(std::move(entry));
    }
    node.entries = std::move(kept);
  }

  std::string unknown_key(const YamlNode& key, const Part& part) {
    std::vector<std::string> known;
    for (const auto& each : part.keys) known.emplace_back(each.name);
    auto closest = base::closest_name(key.text, known);
    diagnostics_.error("E1101", fmt::format("unknown key '{}' in {}", key.text, name_of(part)),
                       tree_.place(key),
                       closest.empty() ? fmt::format("the keys are {}", fmt::join(known, ", "))
                                       : fmt::format("did you mean '{}'?", closest));
    return closest;
  }

  /// Without what is wrong here, names and numbers cannot be checked.
  void error(std::string code, std::string message, const YamlNode& node, std::string hint = {}) {
    can_go_on_ = false;
    diagnostics_.error(std::move(code), std::move(message), tree_.place(node), std::move(hint));
  }

  static std::string name_of(const Part& part) {
    if (part.name == "file") return "the scenario file";
    if (part.name == "targets") return "the targets file";
    if (part.name == "time" || part.name == "start" || part.name == "uncertainty") {
      return fmt::format("'{}'", part.name);
    }
    if (part.name == "claim") return "a claim of 'expect'";
    return fmt::format("a {}", part.name);
  }

  void missing_keys(const YamlNode& node, const Part& part) {
    for (const auto& key : part.keys) {
      if (!key.required || contains(node, key.name)) continue;
      error("E1102", fmt::format("'{}' is missing in {}", key.name, name_of(part)), node,
            fmt::format("add `{}:`", key.name));
    }
  }

  static bool contains(const YamlNode& node, std::string_view name) {
    for (const auto& entry : node.entries) {
      if (entry.key.text == name) return true;
    }
    return false;
  }

  void wrong_kind(const YamlNode& node, std::string_view wanted, std::string hint = {}) {
    error("E1103", fmt::format("expected {}, found {}", wanted, kind_name(node)), node,
          std::move(hint));
  }

  void value(YamlEntry& entry, const Key& key) {
    auto& node = entry.value;
    if (node.is_null() && key.shape != Shape::records_by_label &&
        key.shape != Shape::expressions_by_name && key.shape != Shape::settings &&
        key.shape != Shape::record && key.shape != Shape::list_of_records) {
      error("E1103", fmt::format("'{}' has no value", key.name), entry.key,
            "write one, or delete the key");
      return;
    }
    switch (key.shape) {
      case Shape::text:
      case Shape::label:
      case Shape::quantity:
      case Shape::expression:
      case Shape::interval:
        scalar(node, key);
        break;
      case Shape::integer:
        integer(node, key);
        break;
      case Shape::yes_no:
        yes_no(node, key);
        break;
      case Shape::word:
        word(node, key);
        break;
      case Shape::record:
        part(node, format_part(key.part));
        break;
      case Shape::word_or_record:
        node.is_scalar() ? word(node, key) : part(node, format_part(key.part));
        break;
      case Shape::records_by_label:
        records_by_label(node, key);
        break;
      case Shape::expressions_by_name:
        expressions_by_name(node, key);
        break;
      case Shape::list_of_records:
        list_of_records(node, key);
        break;
      case Shape::settings:
        settings(node, key);
        break;
      case Shape::names:
        names(node, key);
        break;
      case Shape::list_of_names:
        list_of_scalars(node, fmt::format("a list of names for '{}'", key.name));
        break;
      case Shape::values:
        if (!node.is_scalar()) list_of_scalars(node, "a list of numbers or `a .. b step c`");
        break;
      case Shape::draws:
        draws(node, key);
        break;
      case Shape::correlations:
        correlations(node, key);
        break;
      case Shape::ranges:
        ranges(node, key);
        break;
    }
  }

  void scalar(const YamlNode& node, const Key& key) {
    if (node.is_scalar()) return;
    wrong_kind(node, fmt::format("text for '{}'", key.name),
               "put the value in quotes when it holds ': ', '[' or '{'");
  }

  void integer(const YamlNode& node, const Key& key) {
    if (node.is_scalar()) {
      const auto number = base::parse_number(node.text);
      // Above 2^53 doubles are no longer whole numbers one by one.
      if (number && *number >= 0 && *number <= 9007199254740992.0 &&
          *number == static_cast<double>(static_cast<std::uint64_t>(*number))) {
        return;
      }
      error("E1103",
            fmt::format("'{}' is '{}', which is no whole number of 0 or more", key.name, node.text),
            node);
      return;
    }
    wrong_kind(node, fmt::format("a whole number for '{}'", key.name));
  }

  void yes_no(const YamlNode& node, const Key& key) {
    if (node.is_scalar() && !node.quoted && (node.text == "true" || node.text == "false")) return;
    if (!node.is_scalar()) {
      wrong_kind(node, fmt::format("true or false for '{}'", key.name));
      return;
    }
    error("E1103", fmt::format("'{}' is '{}', expected true or false", key.name, node.text), node,
          "write `true` or `false`, without quotes");
  }

  void word(const YamlNode& node, const Key& key) {
    const auto choices = split_choices(key.choices);
    if (!node.is_scalar()) {
      wrong_kind(node, fmt::format("a word for '{}': {}", key.name, fmt::join(choices, ", ")));
      return;
    }
    if (std::find(choices.begin(), choices.end(), node.text) != choices.end()) return;
    const auto closest = base::closest_name(node.text, choices);
    error("E1104", fmt::format("'{}' cannot be '{}'", key.name, node.text), node,
          closest.empty() ? fmt::format("choose one of {}", fmt::join(choices, ", "))
                          : fmt::format("did you mean '{}'?", closest));
  }

  void records_by_label(YamlNode& node, const Key& key) {
    if (node.is_null() && !key.required) return;
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("a map from labels to entries for '{}'", key.name));
      return;
    }
    for (auto& entry : node.entries) part(entry.value, format_part(key.part));
  }

  void expressions_by_name(YamlNode& node, const Key& key) {
    if (node.is_null()) return;
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("a map from names to formulas for '{}'", key.name));
      return;
    }
    for (auto& entry : node.entries) {
      if (entry.value.is_map()) {
        part(entry.value, format_part(key.part));
      } else if (!entry.value.is_scalar()) {
        wrong_kind(entry.value, fmt::format("a formula for '{}'", entry.key.text));
      }
    }
  }

  void list_of_records(YamlNode& node, const Key& key) {
    if (node.is_null()) return;
    if (!node.is_sequence()) {
      wrong_kind(node, fmt::format("a list for '{}'", key.name), "start each entry with '- '");
      return;
    }
    for (auto& item : node.items) part(item, format_part(key.part));
  }

  void settings(const YamlNode& node, const Key& key) {
    if (node.is_null()) return;
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("a map from names to values for '{}'", key.name));
      return;
    }
    for (const auto& entry : node.entries) {
      if (entry.value.is_scalar()) continue;
      if (!entry.value.is_map()) {
        wrong_kind(entry.value,
                   fmt::format("a number, a rule or a profile for '{}'", entry.key.text));
      }
    }
  }

  void names(const YamlNode& node, const Key& key) {
    if (node.is_scalar()) {
      word(node, key);
    } else {
      list_of_scalars(node, fmt::format("a list of names for '{}'", key.name));
    }
  }

  void list_of_scalars(const YamlNode& node, std::string_view wanted) {
    if (!node.is_sequence()) {
      wrong_kind(node, wanted);
      return;
    }
    for (const auto& item : node.items) {
      if (!item.is_scalar()) wrong_kind(item, wanted);
    }
  }

  void draws(const YamlNode& node, const Key& key) {
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("a map from parameters to distributions for '{}'", key.name));
      return;
    }
    for (const auto& entry : node.entries) {
      if (!entry.value.is_scalar()) {
        list_of_scalars(entry.value, "a distribution, a range or a list of values");
      }
    }
  }

  void correlations(const YamlNode& node, const Key& key) {
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("a map from pairs to numbers for '{}'", key.name),
                 "for example `{price ~ volume: -0.6}`");
      return;
    }
    for (const auto& entry : node.entries) {
      if (entry.value.is_scalar()) continue;
      wrong_kind(entry.value, fmt::format("a number for '{}'", entry.key.text),
                 "for example `0.6`");
    }
  }

  void ranges(const YamlNode& node, const Key& key) {
    if (!node.is_map()) {
      wrong_kind(node, fmt::format("a map from parameters to ranges for '{}'", key.name));
      return;
    }
    for (const auto& entry : node.entries) {
      if (entry.value.is_scalar() || entry.value.is_null()) continue;
      wrong_kind(entry.value, fmt::format("a range for '{}'", entry.key.text),
                 "for example `0.02 .. 0.9`");
    }
  }

  const YamlTree& tree_;
  base::Diagnostics& diagnostics_;
  bool can_go_on_ = true;
};

// The title's key tells scenario files from targets files.
bool is_other_kind(const YamlTree& tree, std::string_view own, std::string_view other) {
  const auto& entries = tree.root.entries;
  const auto has = [&](std::string_view name) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const auto& entry) { return entry.key.text == name; });
  };
  return has(other) && !has(own);
}

}  // namespace

bool check_file(YamlTree& tree, base::Diagnostics& diagnostics) {
  if (is_other_kind(tree, "scenario", "fit")) {
    diagnostics.error("E1136", "this is a targets file, not a scenario file",
                      tree.place(tree.root.entries.front().key),
                      "its model goes with it: `slackwater fit MODEL TARGETS`");
    return false;
  }
  FormatChecker checker(tree, diagnostics);
  checker.part(tree.root, format_part("file"));
  return checker.can_go_on();
}

bool check_targets_file(YamlTree& tree, base::Diagnostics& diagnostics) {
  if (is_other_kind(tree, "fit", "scenario")) {
    diagnostics.error("E1136", "this is a scenario file, not a targets file",
                      tree.place(tree.root.entries.front().key),
                      "see `slackwater compare`, or write what is known into a file of its own");
    return false;
  }
  FormatChecker checker(tree, diagnostics);
  checker.part(tree.root, format_part("targets"));
  return checker.can_go_on();
}

const YamlNode* find_value(const YamlNode& map, std::string_view key) {
  for (const auto& entry : map.entries) {
    if (entry.key.text == key) return entry.value.is_null() ? nullptr : &entry.value;
  }
  return nullptr;
}

std::string text_of(const YamlNode& map, std::string_view key) {
  const auto* value = find_value(map, key);
  return value != nullptr && value->is_scalar() ? value->text : std::string();
}

std::vector<std::string> split_choices(std::string_view choices) {
  std::vector<std::string> result;
  while (!choices.empty()) {
    const auto bar = choices.find('|');
    result.emplace_back(choices.substr(0, bar));
    choices = bar == std::string_view::npos ? std::string_view() : choices.substr(bar + 1);
  }
  return result;
}

std::string_view kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return "a single value";
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
  }
  return "";
}

}  // namespace slackwater::scenario
