#include <cmath>

#include "dimensions.hpp"
#include "equations.hpp"
#include "names.hpp"
#include "shape.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/language/parser.hpp"

namespace slackwater::model::lowering {
namespace {

struct Target {
  std::string name;
  std::vector<std::string> subscripts;
  bool has_subscripts = false;
};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Target read_target(const std::string& text) {
  Target out;
  const auto open = text.find('[');
  out.name = trimmed(text.substr(0, open));
  if (open == std::string::npos) return out;
  out.has_subscripts = true;
  auto rest = text.substr(open + 1);
  rest = rest.substr(0, rest.find(']'));
  for (;;) {
    const auto comma = rest.find(',');
    out.subscripts.push_back(trimmed(rest.substr(0, comma)));
    if (comma == std::string::npos) return out;
    rest = rest.substr(comma + 1);
  }
}

class OverrideConnector {
 public:
  explicit OverrideConnector(Context& context) : context_(context) {}

  void run() {
    for (const auto& override : context_.options.overrides) connect(override);
  }

 private:
  void connect(const Override& override) {
    const auto target = read_target(override.target);
    const auto found = context_.symbols.find(target.name);
    if (found == context_.symbols.end() || found->second.kind != Symbol::Kind::variable) {
      return report_unknown_target(override, target.name);
    }
    auto& entry = context_.variables[found->second.index];
    if (entry.shape.broken || !may_be_set(override, entry)) return;
    auto part = part_of_target(override, target, entry);
    if (!part) return;
    OverrideEntry out{&override, found->second.index, std::move(*part), nullptr};
    if (const auto* profile = std::get_if<Override::Profile>(&override.value)) {
      if (!check_profile(override, *profile, entry)) return;
    } else if (const auto* rule = std::get_if<Override::Rule>(&override.value)) {
      out.rule = language::parse_expression(rule->source, rule->span, context_.diagnostics);
      if (!out.rule) return;
    } else if (!std::isfinite(std::get<double>(override.value))) {
      context_.diagnostics.error("E0807",
                                 "the value of " + quoted(override.target) + " is no finite number",
                                 override.place);
      return;
    }
    claim(entry, out);
    context_.overrides.push_back(std::move(out));
  }

  void report_unknown_target(const Override& override, const std::string& name) {
    std::vector<std::string> candidates;
    for (const auto& entry : context_.variables) {
      const bool fits =
          override.start ? entry.kind == language::VariableKind::stock : is_parameter(entry.kind);
      if (fits) candidates.push_back(entry.name);
    }
    const auto closest = base::closest_name(name, candidates);
    std::string hint;
    if (!closest.empty()) {
      const auto& entry = context_.variables[context_.symbols.at(closest).index];
      hint = "did you mean " + quoted(closest) + " (" + std::string(word(entry.kind)) + ", line " +
             std::to_string(line_of(context_, entry.span)) + " of the model)?";
    }
    context_.diagnostics.error("E0802",
                               std::string("the model has no ") +
                                   (override.start ? "stock " : "lever or parameter ") +
                                   quoted(name),
                               override.place, std::move(hint));
  }

  bool may_be_set(const Override& override, const VariableEntry& entry) {
    const bool stock = entry.kind == language::VariableKind::stock;
    if (override.start ? stock : is_parameter(entry.kind)) return true;
    auto& error = context_.diagnostics.error(
        "E0803",
        override.start
            ? described(entry) + " has no start value; only stocks have one"
            : described(entry) + " cannot be set; only levers, parameters and constants can",
        override.place, stock && !override.start ? "to change its initial value, use 'start'" : "");
    error.notes.push_back({described(entry) + " is declared here", context_.place(entry.span)});
    return false;
  }

  std::optional<Part> part_of_target(const Override& override, const Target& target,
                                     const VariableEntry& entry) {
    const auto& dimensions = entry.shape.dimensions;
    Part part;
    if (!target.has_subscripts) {
      for (const auto dimension : dimensions) part.axes.push_back({dimension, std::nullopt});
      return part;
    }
    if (target.subscripts.size() != dimensions.size()) {
      context_.diagnostics.error("E0402",
                                 quoted(entry.name) + " has " + std::to_string(dimensions.size()) +
                                     " subscripts, " + std::to_string(target.subscripts.size()) +
                                     " given",
                                 override.place);
      return std::nullopt;
    }
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      const auto axis = read_axis(target.subscripts[i], dimensions[i]);
      if (!axis) {
        context_.diagnostics.error(
            "E0403", quoted(target.subscripts[i]) + list_elements(context_, dimensions[i]),
            override.place);
        return std::nullopt;
      }
      for (const auto& other : part.axes) {
        if (axis->element || other.element || other.dimension != axis->dimension) continue;
        report_dimension_twice(context_, override.place, axis->dimension);
        return std::nullopt;
      }
      part.axes.push_back(*axis);
    }
    return part;
  }

  std::optional<Axis> read_axis(const std::string& name, std::size_t dimension) {
    if (name == "*") return Axis{dimension, std::nullopt};
    if (const auto position = find_position(context_, dimension, name))
      return Axis{dimension, *position};
    const auto other = find_dimension(context_, name);
    if (!other || root_of(context_, *other) != root_of(context_, dimension)) return std::nullopt;
    for (const auto place : *translation(context_, *other, dimension)) {
      if (place == kNoPosition) return std::nullopt;
    }
    return Axis{*other, std::nullopt};
  }

  bool check_profile(const Override& override, const Override::Profile& profile,
                     const VariableEntry& entry) {
    const auto fail = [&](const std::string& message) {
      context_.diagnostics.error("E0804", message, override.place);
      return false;
    };
    if (override.start)
      return fail("a start value of " + described(entry) + " cannot change over time");
    if (profile.points.empty())
      return fail("the profile of " + quoted(entry.name) + " has no points");
    for (std::size_t i = 0; i < profile.points.size(); ++i) {
      const auto [time, value] = profile.points[i];
      if (!std::isfinite(time) || !std::isfinite(value))
        return fail("the profile of " + quoted(entry.name) + " has a point that is no number");
      if (i > 0 && time <= profile.points[i - 1].first) {
        return fail("the times of the profile of " + quoted(entry.name) +
                    " do not rise: " + base::format_number(time) + " comes after " +
                    base::format_number(profile.points[i - 1].first));
      }
    }
    return true;
  }

  // Of two overrides of one element the later one counts.
  void claim(VariableEntry& entry, OverrideEntry& override) {
    if (!override.override->start && !std::holds_alternative<double>(override.override->value))
      entry.converted = true;
    if (entry.override_of.empty()) entry.override_of.assign(entry.shape.size, -1);
    each_element_of_part(
        context_, entry.shape, override.part, [&](const auto& position, const auto&) {
          auto& owner = entry.override_of[linear_position(context_, entry.shape, position)];
          if (owner >= 0)
            context_.overrides[static_cast<std::size_t>(owner)].part.covers_all = false;
          owner = static_cast<std::int32_t>(context_.overrides.size());
        });
  }

  Context& context_;
};

}  // namespace

void connect_overrides(Context& context) { OverrideConnector(context).run(); }

}  // namespace slackwater::model::lowering
