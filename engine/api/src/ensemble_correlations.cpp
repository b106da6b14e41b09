#include <algorithm>
#include <cmath>
#include <optional>

#include "ensemble_inputs.hpp"
#include "slackwater/base/number.hpp"

/// Rank correlations by name, as `correlate:` of scenario files has them.
namespace slackwater::api {
namespace {

void refuse(base::Diagnostics& diagnostics, const std::string& message,
            const std::string& hint = {}) {
  diagnostics.error("E9037", message, {}, hint);
}

// Spaces inside of subscripts do not matter: the model knows its elements.
std::optional<std::size_t> place_of(const model::Model& model, const std::string& name,
                                    const std::vector<std::string>& names,
                                    base::Diagnostics& diagnostics) {
  const auto element = model.find_element(name);
  const auto& known = element ? model.elements[element->index].name : name;
  const auto found = std::ranges::find(names, known);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto array = std::ranges::find_if(
      names, [&](const std::string& each) { return each.starts_with(name + "["); });
  if (array != names.end()) {
    refuse(diagnostics, "'" + name + "' is an array, drawn element by element",
           "name one element, such as '" + *array + "'");
    return std::nullopt;
  }
  const auto closest = base::closest_name(name, names);
  refuse(diagnostics, "'" + name + "' is correlated and not drawn",
         closest.empty() ? "only draws can be correlated" : "did you mean '" + closest + "'?");
  return std::nullopt;
}

bool is_given(const std::vector<ensemble::RankCorrelation>& given, std::size_t first,
              std::size_t second) {
  return std::ranges::any_of(given, [&](const auto& each) {
    return std::minmax(each.first, each.second) == std::minmax(first, second);
  });
}

}  // namespace

base::Result<ensemble::Copula> copula_of(const model::Model& model, const EnsembleOptions& options,
                                         const std::vector<std::string>& names) {
  base::Diagnostics diagnostics;
  if (!options.correlations.empty() && options.design == "grid") {
    refuse(diagnostics, "a grid has no correlations",
           "choose a design that spreads samples: latin_hypercube, sobol or monte_carlo");
  }
  std::vector<ensemble::RankCorrelation> correlations;
  for (const auto& each : options.correlations) {
    const auto pair = "'" + each.first + " ~ " + each.second + "'";
    const auto first = place_of(model, each.first, names, diagnostics);
    const auto second = place_of(model, each.second, names, diagnostics);
    if (!first || !second) continue;
    if (*first == *second) {
      refuse(diagnostics, pair + " pairs a draw with itself");
    } else if (is_given(correlations, *first, *second)) {
      refuse(diagnostics, pair + " is given twice", "the order of the two does not matter");
    } else if (!(std::abs(each.coefficient) < 1)) {
      refuse(diagnostics,
             "the rank correlation of " + pair + " is " + base::format_number(each.coefficient) +
                 ", not between -1 and 1",
             "what follows the other exactly is better written in the model");
    } else {
      correlations.push_back({*first, *second, each.coefficient});
    }
  }
  if (diagnostics.has_errors()) return diagnostics;
  return ensemble::Copula::make(names, correlations, {});
}

}  // namespace slackwater::api
