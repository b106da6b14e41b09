#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

using model::VariableKind;

bool fits(VariableKind kind, TargetKind wanted) {
  if (wanted == TargetKind::stock) return kind == VariableKind::stock;
  return kind == VariableKind::lever || kind == VariableKind::parameter ||
         kind == VariableKind::constant;
}

std::string_view noun(TargetKind kind) {
  switch (kind) {
    case TargetKind::stock:
      return "stock";
    case TargetKind::parameter:
      return "parameter";
    case TargetKind::input:
      break;
  }
  return "lever or parameter";
}

std::string declared_at(const model::Variable& variable) {
  if (!variable.place.source) return std::string(model::name(variable.kind));
  return fmt::format("{}, line {} of the model", model::name(variable.kind),
                     variable.place.source->position(variable.place.span.begin).line);
}

std::optional<std::size_t> labelled(Resolver& resolver, const YamlNode& map, std::string_view key,
                                    const std::vector<ChangeSet>& sets, std::string_view what) {
  const auto* node = find_value(map, key);
  if (node == nullptr) return std::nullopt;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].label == node->text) return i;
    known.push_back(sets[i].label);
  }
  const auto closest = base::closest_name(node->text, known);
  resolver.error("E1108", fmt::format("no {} is called '{}'", what, node->text), *node,
                 closest.empty() ? "" : fmt::format("did you mean '{}'?", closest));
  return std::nullopt;
}

}  // namespace

std::optional<Target> target(Resolver& resolver, const YamlNode& node, std::string_view text,
                             TargetKind kind) {
  const auto bracket = text.find('[');
  auto name = text.substr(0, bracket);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  const auto id = resolver.model.find_variable(name);
  if (!id) {
    std::vector<std::string> known;
    for (const auto& variable : resolver.model.variables) {
      if (fits(variable.kind, kind) && !variable.generated) known.push_back(variable.name);
    }
    const auto closest = base::closest_name(name, known);
    std::string hint;
    if (!closest.empty()) {
      const auto& variable = resolver.model.variables[resolver.model.find_variable(closest)->index];
      hint = fmt::format("did you mean '{}' ({})?", closest, declared_at(variable));
    }
    resolver.error("E1104", fmt::format("the model has no {} '{}'", noun(kind), name), node, hint);
    return std::nullopt;
  }
  const auto& variable = resolver.model.variables[id->index];
  if (!fits(variable.kind, kind)) {
    const bool stock = variable.kind == VariableKind::stock;
    resolver.error("E1105",
                   kind == TargetKind::stock
                       ? fmt::format("'{}' is no stock ({}): only stocks have a start", name,
                                     declared_at(variable))
                       : fmt::format("'{}' cannot be set: it is no lever or parameter ({})", name,
                                     declared_at(variable)),
                   node,
                   stock && kind == TargetKind::input
                       ? "a stock has a start: write it under `start:`, or vary `start " +
                             std::string(name) + "`"
                       : "");
    return std::nullopt;
  }
  Target found{&variable, {}};
  if (bracket == std::string_view::npos) {
    for (std::size_t i = 0; i < variable.size; ++i) {
      found.elements.emplace_back(variable.first.index + i);
    }
  } else {
    found.elements = resolver.model.match_elements(text);
  }
  if (found.elements.empty()) {
    resolver.error("E1104", fmt::format("'{}' names no element of '{}'", text, name), node,
                   fmt::format("elements are, for example, `{}`",
                               resolver.model.elements[variable.first.index].name));
    return std::nullopt;
  }
  return found;
}

std::string range_hint(const model::Variable& variable) {
  if (!variable.place.source) return {};
  return fmt::format("the range is declared in line {} of the model",
                     variable.place.source->position(variable.place.span.begin).line);
}

bool is_inside(const model::Variable& variable, double value) {
  if (!variable.range) return true;
  const double slack =
      1e-12 * std::max(std::abs(variable.range->low), std::abs(variable.range->high));
  return value >= variable.range->low - slack && value <= variable.range->high + slack;
}

std::string range_text(const model::Variable& variable) {
  return fmt::format("{} .. {}", base::format_number(variable.range->low),
                     with_unit(variable.range->high, variable.unit));
}

bool check_range(Resolver& resolver, const base::Place& place, const model::Variable& variable,
                 double value) {
  if (is_inside(variable, value)) return true;
  resolver.diagnostics.error(
      "E1106",
      fmt::format("{} is outside the range of '{}': {}", with_unit(value, variable.unit),
                  variable.name, range_text(variable)),
      place, range_hint(variable));
  return false;
}

bool is_label(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (text.empty() || !letter(text[0])) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::optional<std::size_t> policy_named(Resolver& resolver, const YamlNode& map,
                                        std::string_view key) {
  return labelled(resolver, map, key, resolver.scenario.policies, "policy");
}

std::optional<std::size_t> future_named(Resolver& resolver, const YamlNode& map,
                                        std::string_view key) {
  return labelled(resolver, map, key, resolver.scenario.futures, "future");
}

}  // namespace slackwater::scenario
