#include <fmt/format.h>

#include <algorithm>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/ensemble/copula.hpp"

/// `correlate:` of an uncertainty: pairs of draws and the rank correlation that each shall have.
namespace slackwater::scenario {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class CorrelationReader {
 public:
  CorrelationReader(Resolver& resolver, const YamlNode& map, Uncertainty& uncertainty)
      : resolver_(resolver), map_(map), uncertainty_(uncertainty) {}

  void read() {
    uncertainty_.correlations_place = resolver_.tree.place(map_);
    const auto said = resolver_.diagnostics.entries().size();
    for (const auto& entry : map_.entries) read_pair(entry);
    if (resolver_.diagnostics.entries().size() > said) return;
    check_that_they_fit();
    const auto count = uncertainty_.correlations.size();
    if (count > 0) {
      uncertainty_.design_text +=
          fmt::format(", {} rank correlation{}", count, count == 1 ? "" : "s");
    }
  }

 private:
  void refuse(std::string message, const YamlNode& node, std::string hint = {}) {
    resolver_.error("E1123", std::move(message), node, std::move(hint));
  }

  void read_pair(const YamlEntry& entry) {
    const std::string_view text = entry.key.text;
    const auto between = text.find('~');
    if (between == std::string_view::npos ||
        text.find('~', between + 1) != std::string_view::npos) {
      refuse(fmt::format("'{}' is no pair of draws", text), entry.key,
             "write, for example, `price ~ volume: -0.6`");
      return;
    }
    const auto first = place_of(trimmed(text.substr(0, between)), entry.key);
    const auto second = place_of(trimmed(text.substr(between + 1)), entry.key);
    const auto coefficient = quantity(resolver_, entry.value, "1");
    if (!first || !second || !coefficient) return;
    if (*first == *second) {
      refuse(fmt::format("'{}' pairs a draw with itself", text), entry.key);
    } else if (is_given(*first, *second)) {
      refuse(fmt::format("'{}' is given twice", text), entry.key,
             "the order of the two does not matter");
    } else if (!(std::abs(*coefficient) < 1)) {
      refuse(fmt::format("a rank correlation of {} is not between -1 and 1",
                         base::format_number(*coefficient)),
             entry.value, "what follows the other exactly is better written in the model");
    } else {
      uncertainty_.correlations.push_back({*first, *second, *coefficient});
    }
  }

  std::optional<std::size_t> place_of(std::string_view name, const YamlNode& key) {
    const auto& draws = uncertainty_.draws;
    // Spaces inside of subscripts do not matter: the model knows its elements.
    const auto element = resolver_.model.find_element(std::string(name));
    for (std::size_t i = 0; i < draws.size(); ++i) {
      if (element ? draws[i].element == *element : draws[i].name == name) return i;
    }
    std::vector<std::string> names;
    for (const auto& draw : draws) names.push_back(draw.name);
    const auto array = std::find_if(names.begin(), names.end(), [&](const std::string& each) {
      return each.starts_with(std::string(name) + "[");
    });
    if (array != names.end()) {
      refuse(fmt::format("'{}' is an array, drawn element by element", name), key,
             fmt::format("name one element, such as '{}'", *array));
      return std::nullopt;
    }
    const auto closest = base::closest_name(std::string(name), names);
    refuse(fmt::format("'{}' is not drawn", name), key,
           closest.empty() ? "only draws can be correlated"
                           : fmt::format("did you mean '{}'?", closest));
    return std::nullopt;
  }

  bool is_given(std::size_t first, std::size_t second) const {
    const auto& given = uncertainty_.correlations;
    return std::any_of(given.begin(), given.end(), [&](const Correlation& each) {
      return (each.first == first && each.second == second) ||
             (each.first == second && each.second == first);
    });
  }

  void check_that_they_fit() {
    std::vector<std::string> names;
    for (const auto& draw : uncertainty_.draws) names.push_back(draw.name);
    std::vector<ensemble::RankCorrelation> correlations;
    for (const auto& each : uncertainty_.correlations) {
      correlations.push_back({each.first, each.second, each.coefficient});
    }
    const auto copula =
        ensemble::Copula::make(names, correlations, uncertainty_.correlations_place);
    resolver_.diagnostics.append(copula.diagnostics());
  }

  Resolver& resolver_;
  const YamlNode& map_;
  Uncertainty& uncertainty_;
};

}  // namespace

void read_correlations(Resolver& resolver, const YamlNode* map, Uncertainty& uncertainty) {
  if (map == nullptr || map->is_null()) return;
  CorrelationReader(resolver, *map, uncertainty).read();
}

}  // namespace slackwater::scenario
