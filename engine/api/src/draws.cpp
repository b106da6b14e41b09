#include "draws.hpp"

#include "slackwater/ensemble/copula.hpp"
#include "slackwater/ensemble/design.hpp"
#include "slackwater/ensemble/distribution.hpp"

namespace slackwater::api {
namespace {

ensemble::DesignKind kind_of(scenario::Design design) {
  switch (design) {
    case scenario::Design::sobol:
      return ensemble::DesignKind::sobol;
    case scenario::Design::monte_carlo:
      return ensemble::DesignKind::monte_carlo;
    case scenario::Design::latin_hypercube:
    case scenario::Design::rows:
      break;
  }
  return ensemble::DesignKind::latin_hypercube;
}

void fill_from_rows(const scenario::Uncertainty& uncertainty, const SampleRange& range,
                    std::vector<results::DrawnInput>& drawn) {
  for (std::size_t row = range.first; row < range.first + range.count; ++row) {
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      drawn[i].values.push_back(uncertainty.rows[row * drawn.size() + i]);
    }
  }
}

base::Result<ensemble::Copula> copula_of(const scenario::Uncertainty& uncertainty,
                                         const std::vector<std::string>& names) {
  std::vector<ensemble::RankCorrelation> correlations;
  for (const auto& each : uncertainty.correlations) {
    correlations.push_back({each.first, each.second, each.coefficient});
  }
  return ensemble::Copula::make(names, correlations, uncertainty.correlations_place);
}

base::Diagnostics fill_from_design(const scenario::Uncertainty& uncertainty,
                                   const SampleRange& range,
                                   std::vector<results::DrawnInput>& drawn) {
  base::Diagnostics diagnostics;
  std::vector<ensemble::Quantile> quantiles;
  std::vector<std::string> names;
  for (const auto& draw : uncertainty.draws) {
    auto quantile = ensemble::Quantile::make(
        {draw.distribution.family, draw.distribution.arguments}, draw.distribution.place);
    diagnostics.append(quantile.diagnostics());
    if (quantile) quantiles.push_back(*quantile);
    names.push_back(draw.name);
  }
  if (diagnostics.has_errors()) return diagnostics;
  auto design = ensemble::Design::make(kind_of(uncertainty.design), uncertainty.samples,
                                       uncertainty.seed, names);
  diagnostics.append(design.diagnostics());
  if (!design) return diagnostics;
  if (!design->warning().empty()) diagnostics.warning("W9001", design->warning(), {});
  const auto copula = copula_of(uncertainty, names);
  diagnostics.append(copula.diagnostics());
  if (!copula) return diagnostics;
  std::vector<double> point(names.size());
  for (std::size_t row = range.first; row < range.first + range.count; ++row) {
    design->row(row, point.data());
    copula->apply(point.data());
    for (std::size_t i = 0; i < drawn.size(); ++i)
      drawn[i].values.push_back(quantiles[i](point[i]));
  }
  return diagnostics;
}

}  // namespace

base::Result<std::vector<results::DrawnInput>> draw_inputs(const scenario::Uncertainty& uncertainty,
                                                           const model::Model& model,
                                                           const SampleRange& range) {
  std::vector<results::DrawnInput> drawn;
  for (const auto& draw : uncertainty.draws) {
    drawn.push_back({draw.name,
                     draw.unit.empty() ? "1" : draw.unit,
                     model.variable_of(draw.element).documentation,
                     draw.text,
                     {}});
  }
  if (uncertainty.design == scenario::Design::rows) {
    fill_from_rows(uncertainty, range, drawn);
    return drawn;
  }
  auto diagnostics = fill_from_design(uncertainty, range, drawn);
  if (diagnostics.has_errors()) return diagnostics;
  return {std::move(drawn), std::move(diagnostics)};
}

base::Result<std::vector<results::DrawnInput>> draw_inputs(const scenario::Uncertainty& uncertainty,
                                                           const model::Model& model) {
  return draw_inputs(uncertainty, model, {0, uncertainty.samples});
}

std::vector<std::vector<NamedValue>> by_sample(const std::vector<results::DrawnInput>& drawn) {
  std::vector<std::vector<NamedValue>> out(drawn.empty() ? 0 : drawn.front().values.size());
  for (const auto& input : drawn) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i].push_back({input.name, input.values[i]});
  }
  return out;
}

}  // namespace slackwater::api
