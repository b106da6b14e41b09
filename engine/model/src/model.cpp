#include "slackwater/model/model.hpp"

#include <algorithm>

namespace slackwater::model {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Pattern {
  std::string_view name;
  std::vector<std::string_view> subscripts;
  bool has_subscripts = false;
};

std::optional<Pattern> read_pattern(std::string_view text) {
  Pattern out;
  text = trimmed(text);
  const auto open = text.find('[');
  out.name = trimmed(text.substr(0, open));
  if (open == std::string_view::npos) return out;
  if (text.back() != ']') return std::nullopt;
  out.has_subscripts = true;
  auto rest = text.substr(open + 1, text.size() - open - 2);
  for (;;) {
    const auto comma = rest.find(',');
    out.subscripts.push_back(trimmed(rest.substr(0, comma)));
    if (comma == std::string_view::npos) return out;
    rest.remove_prefix(comma + 1);
  }
}

// The positions in `dimension` that a subscript of a pattern names: one element, a sub-range, or
// all.
std::vector<std::size_t> positions_named(const Model& model, std::size_t dimension,
                                         std::string_view subscript) {
  const auto& elements = model.dimensions[dimension].elements;
  std::vector<std::size_t> out;
  const auto add = [&](std::string_view element) {
    const auto at = std::find(elements.begin(), elements.end(), element);
    if (at != elements.end()) out.push_back(static_cast<std::size_t>(at - elements.begin()));
  };
  if (subscript == "*") {
    for (std::size_t i = 0; i < elements.size(); ++i) out.push_back(i);
    return out;
  }
  add(subscript);
  if (!out.empty()) return out;
  for (const auto& other : model.dimensions) {
    if (other.name != subscript) continue;
    for (const auto& element : other.elements) add(element);
  }
  return out;
}

}  // namespace

std::optional<VariableId> Model::find_variable(std::string_view name) const {
  if (variable_by_name.size() == variables.size()) {
    const auto found = variable_by_name.find(name);
    if (found == variable_by_name.end()) return std::nullopt;
    return found->second;
  }
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].name == name) return VariableId(i);
  }
  return std::nullopt;
}

std::optional<ElementId> Model::find_element(std::string_view name) const {
  const auto pattern = read_pattern(name);
  if (!pattern) return std::nullopt;
  for (const auto subscript : pattern->subscripts) {
    if (subscript == "*") return std::nullopt;
  }
  const auto found = match_elements(name);
  if (found.size() != 1) return std::nullopt;
  const auto& variable = variable_of(found.front());
  if (variable.dimensions.size() != pattern->subscripts.size()) return std::nullopt;
  return found.front();
}

std::vector<ElementId> Model::match_elements(std::string_view pattern_text) const {
  std::vector<ElementId> out;
  const auto pattern = read_pattern(pattern_text);
  if (!pattern) return out;
  const auto id = find_variable(pattern->name);
  if (!id) return out;
  const auto& variable = variables[id->index];
  if (!pattern->has_subscripts) {
    for (std::size_t i = 0; i < variable.size; ++i) out.emplace_back(variable.first.index + i);
    return out;
  }
  if (pattern->subscripts.size() != variable.dimensions.size()) return out;
  std::vector<std::size_t> places{0};
  for (std::size_t axis = 0; axis < variable.dimensions.size(); ++axis) {
    const auto dimension = variable.dimensions[axis];
    std::vector<std::size_t> longer;
    for (const auto place : places) {
      for (const auto position : positions_named(*this, dimension, pattern->subscripts[axis])) {
        longer.push_back(place * dimensions[dimension].elements.size() + position);
      }
    }
    places = std::move(longer);
  }
  for (const auto place : places) out.emplace_back(variable.first.index + place);
  return out;
}

}  // namespace slackwater::model
