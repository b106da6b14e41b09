#include <fmt/format.h>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

/// The value of one entry of `set:` or `start:`.
class SettingReader {
 public:
  SettingReader(Resolver& resolver, const YamlEntry& entry, const Target& found,
                const SettingsOf& of)
      : resolver_(resolver), entry_(entry), found_(found), of_(of) {}

  bool read(Setting& setting) {
    const auto& value = entry_.value;
    if (value.is_null()) {
      resolver_.error("E1103", fmt::format("'{}' has no value", entry_.key.text), entry_.key);
      return false;
    }
    if (value.is_scalar()) return scalar(setting);
    if (value.entries.size() == 1) {
      const auto& only = value.entries[0];
      if (only.key.text == "ramp" && only.value.is_map()) return profile(setting, only.value, true);
      if (only.key.text == "add" || only.key.text == "times") return change(setting, only);
      if (only.key.text == "at_start") return at_start(setting, only);
    }
    return profile(setting, value, false);
  }

 private:
  const std::string& unit() const { return found_.variable->unit; }

  bool scalar(Setting& setting) {
    const auto text = expression_text(resolver_.tree, entry_.value);
    const bool number = base::parse_number(entry_.value.text).has_value();
    if (!number && !looks_constant(resolver_, text)) {
      setting.override.value = model::Override::Rule{text.source, text.span};
      setting.text = entry_.value.text;
      if (of_.beyond_range) leave_range(setting);
      return true;
    }
    const auto value = quantity(resolver_, text, unit());
    if (!value) return false;
    check(setting, entry_.value, *value);
    setting.override.value = *value;
    setting.text = with_unit(*value, unit());
    return true;
  }

  /// Outside its range a value is an error, or meant and then said in the results.
  void check(Setting& setting, const YamlNode& node, double value) {
    if (is_inside(*found_.variable, value)) return;
    if (of_.beyond_range) {
      leave_range(setting);
    } else if (!check_range(resolver_, resolver_.tree.place(node), *found_.variable, value)) {
      setting.override.beyond_range = true;  // the model's loader need not say it again
    }
  }

  /// Of a rule nobody knows beforehand.
  void leave_range(Setting& setting) {
    if (!found_.variable->range) return;
    setting.override.beyond_range = true;
    setting.outside = range_text(*found_.variable);
  }

  bool at_start(Setting& setting, const YamlEntry& only) {
    if (of_.start) {
      resolver_.error(
          "E1105", "`at_start` gives levers and parameters a value", only.key,
          "the start of a stock takes a rule: it is computed from the model's own start");
      return false;
    }
    if (!only.value.is_scalar()) {
      resolver_.error("E1103",
                      fmt::format("expected an expression, found {}", kind_name(only.value)),
                      only.value);
      return false;
    }
    const auto text = expression_text(resolver_.tree, only.value);
    setting.override.value = model::Override::Rule{text.source, text.span};
    setting.at_start = true;
    setting.text = fmt::format("{} at the start", only.value.text);
    if (of_.beyond_range) leave_range(setting);
    return true;
  }

  bool change(Setting& setting, const YamlEntry& only) {
    if (!of_.start) {
      resolver_.error("E1105", fmt::format("`{}` changes the start of stocks only", only.key.text),
                      only.key, "give the lever its value, or a rule");
      return false;
    }
    const bool add = only.key.text == "add";
    const auto value = quantity(resolver_, only.value, add ? unit() : "1");
    if (!value) return false;
    setting.change = add ? Change::add : Change::multiply;
    setting.override.value = *value;
    setting.text = add ? fmt::format("{}{}", *value < 0 ? "" : "+", with_unit(*value, unit()))
                       : fmt::format("times {}", base::format_number(*value));
    return true;
  }

  bool profile(Setting& setting, const YamlNode& map, bool ramp) {
    if (of_.start) {
      resolver_.error(
          "E1107", fmt::format("the start of '{}' cannot change over time", found_.variable->name),
          map, "give one number, `{add: ..}` or `{times: ..}`");
      return false;
    }
    model::Override::Profile profile;
    profile.ramp = ramp;
    bool good = true;
    for (const auto& point : map.entries) {
      const auto time = quantity(resolver_, point.key, resolver_.scenario.time.unit);
      const auto value = quantity(resolver_, point.value, unit());
      if (value) check(setting, point.value, *value);
      if (time && value) {
        if (!profile.points.empty() && *time <= profile.points.back().first) {
          resolver_.error("E1107", "the times of the profile do not rise", point.key);
          good = false;
        }
        profile.points.emplace_back(*time, *value);
        setting.text +=
            fmt::format("{}{}: {}", setting.text.empty() ? (ramp ? "ramp " : "") : ", ",
                        with_unit(*time, resolver_.scenario.time.unit), with_unit(*value, unit()));
      }
      good &= time.has_value() && value.has_value();
    }
    if (!good) return false;
    if (profile.points.empty()) {
      resolver_.error("E1107", "a profile without points", map,
                      "write `{0 week: 0.1, 52 week: 0.2}`");
      return false;
    }
    if (profile.points[0].first > resolver_.scenario.time.start) {
      resolver_.error("E1107", "the profile does not say what holds at the start of the run",
                      map.entries[0].key,
                      fmt::format("add a point at {}", with_unit(resolver_.scenario.time.start,
                                                                 resolver_.scenario.time.unit)));
      return false;
    }
    setting.override.value = std::move(profile);
    return true;
  }

  Resolver& resolver_;
  const YamlEntry& entry_;
  const Target& found_;
  const SettingsOf& of_;
};

}  // namespace

std::vector<Setting> settings(Resolver& resolver, const YamlNode* map, const SettingsOf& of) {
  std::vector<Setting> result;
  if (map == nullptr) return result;
  for (const auto& entry : map->entries) {
    const auto found = target(resolver, entry.key, entry.key.text,
                              of.start ? TargetKind::stock : TargetKind::input);
    if (!found) continue;
    Setting setting;
    setting.override.target = entry.key.text;
    setting.override.place = resolver.tree.place(entry.key);
    setting.override.start = of.start;
    setting.variable = found->variable->name;
    setting.elements = found->elements;
    setting.origin = of.origin;
    if (SettingReader(resolver, entry, *found, of).read(setting)) {
      result.push_back(std::move(setting));
    }
  }
  return result;
}

}  // namespace slackwater::scenario
