#include "ensemble_inputs.hpp"

#include <algorithm>
#include <cmath>

#include "slackwater/base/number.hpp"
#include "slackwater/ensemble/design.hpp"
#include "slackwater/ensemble/distribution.hpp"
#include "slackwater/model/distribution.hpp"

namespace slackwater::api {
namespace {

bool is_input(model::VariableKind kind) {
  return kind == model::VariableKind::parameter || kind == model::VariableKind::lever ||
         kind == model::VariableKind::constant;
}

struct Input {
  model::ElementId element;
  model::Distribution distribution;
  std::string text;
};

std::string distribution_text(const model::Distribution& distribution) {
  if (!distribution.place.source) return {};
  return std::string(distribution.place.source->slice(distribution.place.span));
}

// What is set is not uncertain: nobody asked for those draws by name.
void add_model_draws(const model::Model& model, const SetElements& set,
                     std::vector<Input>& inputs) {
  for (const auto& variable : model.variables) {
    if (!variable.distribution) continue;
    for (std::size_t i = 0; i < variable.size; ++i) {
      const model::ElementId id(variable.first.index + i);
      if (set.contains(id.index)) continue;
      inputs.push_back({id, *variable.distribution, distribution_text(*variable.distribution)});
    }
  }
}

std::string range_text(const model::Variable& variable) {
  return base::format_number(variable.range->low) + " .. " +
         base::format_number(variable.range->high) + " " + variable.unit;
}

// Draws keep to the declared range; tails are counted and said.
void check_range(const model::Variable& variable, const ensemble::Quantile& quantile,
                 const base::Place& place, base::Diagnostics& diagnostics) {
  if (!variable.range) return;
  const auto outside = quantile.outside(variable.range->low, variable.range->high);
  if (!outside) return;
  if (outside->bounded) {
    diagnostics.error(
        "E9017",
        "'" + variable.name + "' is drawn from " + base::format_number(quantile.lowest()) + " .. " +
            base::format_number(quantile.highest()) + ", but its range is " + range_text(variable),
        place);
    return;
  }
  diagnostics.warning("W9003",
                      base::format_significant(100 * outside->share, 2) + " % of the draws of '" +
                          variable.name + "' lie outside its range " + range_text(variable),
                      place);
}

std::vector<model::ElementId> inputs_named(const model::Model& model, const std::string& target,
                                           const SetElements& set, base::Diagnostics& diagnostics) {
  auto elements = model.match_elements(target);
  if (!elements.empty() && is_input(model.variable_of(elements.front()).kind)) {
    for (const auto id : elements) {
      if (!set.contains(id.index)) continue;
      diagnostics.error(
          "E9016",
          "'" + model.elements[id.index].name + "' is drawn and set: the draws would not be used",
          {}, "draw it or set it");
    }
    return elements;
  }
  std::vector<std::string> candidates;
  for (const auto& variable : model.variables) {
    if (is_input(variable.kind)) candidates.push_back(variable.name);
  }
  const auto closest = base::closest_name(target, candidates);
  diagnostics.error("E9007", "no parameter or lever '" + target + "' to draw", {},
                    closest.empty() ? "" : "did you mean '" + closest + "'?");
  return {};
}

std::vector<Input> choose_inputs(const model::Model& model, const EnsembleOptions& options,
                                 const SetElements& set, base::Diagnostics& diagnostics) {
  std::vector<Input> inputs;
  if (options.draws.empty()) add_model_draws(model, set, inputs);
  for (const auto& [target, text] : options.draws) {
    const auto elements = inputs_named(model, target, set, diagnostics);
    if (elements.empty()) continue;
    auto source = std::make_shared<const base::SourceText>("draw of " + target, text);
    const base::Place place{source, {0, static_cast<std::uint32_t>(text.size())}};
    auto read = model::read_distribution(place, model, model.variable_of(elements.front()).unit);
    diagnostics.append(read.diagnostics());
    if (!read) continue;
    for (const auto id : elements) inputs.push_back({id, *read, text});
  }
  if (inputs.empty() && !diagnostics.has_errors()) {
    diagnostics.error("E9008", "nothing to draw: no parameter of the model has a distribution", {},
                      "write `~ uniform(low, high)` behind a parameter, or name draws");
  }
  return inputs;
}

results::DrawnInput describe(const model::Model& model, model::ElementId id, std::string text) {
  const auto& variable = model.variable_of(id);
  return {model.elements[id.index].name,
          variable.unit.empty() ? "1" : variable.unit,
          variable.documentation,
          std::move(text),
          {}};
}

base::Result<std::vector<results::DrawnInput>> draw(const model::Model& model,
                                                    const EnsembleOptions& options,
                                                    const SetElements& set, std::size_t most) {
  base::Diagnostics diagnostics;
  const auto inputs = choose_inputs(model, options, set, diagnostics);
  std::vector<ensemble::Quantile> quantiles;
  std::vector<results::DrawnInput> drawn;
  std::vector<std::string> names;
  for (const auto& input : inputs) {
    auto quantile = ensemble::Quantile::make(
        {input.distribution.family, input.distribution.arguments}, input.distribution.place);
    diagnostics.append(quantile.diagnostics());
    if (quantile) {
      check_range(model.variable_of(input.element), *quantile, input.distribution.place,
                  diagnostics);
      quantiles.push_back(*quantile);
    }
    drawn.push_back(describe(model, input.element, input.text));
    names.push_back(drawn.back().name);
  }
  const auto kind = ensemble::design_named(options.design);
  if (!kind) {
    const auto closest =
        base::closest_name(options.design, {"sobol", "latin_hypercube", "monte_carlo", "grid"});
    diagnostics.error("E9009", "no design '" + options.design + "'", {},
                      closest.empty() ? "sobol, latin_hypercube, monte_carlo or grid"
                                      : "did you mean '" + closest + "'?");
  }
  if (diagnostics.has_errors()) return diagnostics;
  auto design = ensemble::Design::make(*kind, options.samples, options.seed, names);
  diagnostics.append(design.diagnostics());
  if (!design) return diagnostics;
  if (!design->warning().empty()) diagnostics.warning("W9001", design->warning(), {});
  const auto copula = copula_of(model, options, names);
  diagnostics.append(copula.diagnostics());
  if (!copula) return diagnostics;
  diagnostics.sort();  // the elements of an array say the same
  std::vector<double> point(names.size());
  for (std::size_t row = 0; row < std::min(most, design->rows()); ++row) {
    design->row(row, point.data());
    copula->apply(point.data());
    for (std::size_t i = 0; i < drawn.size(); ++i)
      drawn[i].values.push_back(quantiles[i](point[i]));
  }
  return {std::move(drawn), std::move(diagnostics)};
}

base::Result<std::vector<results::DrawnInput>> columns(const model::Model& model,
                                                       const Matrix& matrix, const SetElements& set,
                                                       bool beyond_range) {
  base::Diagnostics diagnostics;
  std::vector<results::DrawnInput> drawn;
  for (std::size_t c = 0; c < matrix.names.size(); ++c) {
    const auto elements = inputs_named(model, matrix.names[c], set, diagnostics);
    for (const auto id : elements) {
      auto input = describe(model, id, "given");
      for (std::size_t r = 0; r < matrix.rows; ++r) {
        const double value = matrix.values[r * matrix.names.size() + c];
        if (!std::isfinite(value)) {
          diagnostics.error(
              "E9010",
              "row " + std::to_string(r) + " of '" + matrix.names[c] + "' is not a finite number",
              {});
          return diagnostics;
        }
        const auto& variable = model.variable_of(id);
        if (!beyond_range && variable.range &&
            (value < variable.range->low || value > variable.range->high)) {
          diagnostics.error("E9017",
                            "row " + std::to_string(r) + " of '" + matrix.names[c] + "' is " +
                                base::format_number(value) + ", outside of its range " +
                                range_text(variable),
                            {});
          return diagnostics;
        }
        input.values.push_back(value);
      }
      drawn.push_back(std::move(input));
    }
  }
  if (matrix.rows == 0) diagnostics.error("E9010", "the matrix has no rows", {});
  if (diagnostics.has_errors()) return diagnostics;
  return drawn;
}

}  // namespace

base::Result<std::vector<results::DrawnInput>> ensemble_inputs(const model::Model& model,
                                                               const EnsembleOptions& options,
                                                               const SetElements& set,
                                                               bool beyond_range,
                                                               std::size_t most) {
  if (!options.matrix) return draw(model, options, set, most);
  if (!options.correlations.empty()) {
    base::Diagnostics diagnostics;
    diagnostics.error("E9037", "a matrix of samples has the correlations that it has", {},
                      "correlations are for what is drawn");
    return diagnostics;
  }
  return columns(model, *options.matrix, set, beyond_range);
}

}  // namespace slackwater::api
