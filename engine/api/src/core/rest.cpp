#include "core/rest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "slackwater/analysis/counters.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

const std::string& stock_name(const model::Model& model, std::size_t stock) {
  return model.elements[model.stocks[stock].index].name;
}

// The time in which the slowest (or, if one grows, the fastest growing) disturbance changes e-fold.
std::optional<double> telling_time(const analysis::Equilibrium& rest) {
  for (const auto& value : rest.disturbances()) {
    if (value.real() != 0) return 1 / std::abs(value.real());
  }
  return std::nullopt;
}

}  // namespace

base::Diagnostics can_rest(const model::Model& model, const base::Place& place) {
  base::Diagnostics diagnostics;
  if (model.held.empty() && model.pipelines.empty() && model.random_streams.empty()) {
    return diagnostics;
  }
  diagnostics.error("E9013",
                    "no equilibrium is defined for a model with delay_fixed, previous, "
                    "sample_if or random draws",
                    place, "start from the model's values, or use smooth and delay functions");
  return diagnostics;
}

base::Result<analysis::Equilibrium> find_rest(const StandingRun& run,
                                              const analysis::EquilibriumOptions& options) {
  const auto& model = run.model();
  auto refused = can_rest(model, {});  // a rule may bring in what the model does not have
  if (refused.has_errors()) return refused;
  analysis::Dynamics dynamics;
  dynamics.start = run.start();
  dynamics.map_step = run.map_step();
  dynamics.counters = analysis::counters(model, run.all_values(run.start_time(), run.start()));
  for (std::size_t i = 0; i < model.stocks.size(); ++i) {
    dynamics.names.push_back(stock_name(model, i));
  }
  dynamics.rates = [&run](std::span<const double> stocks, std::span<double> out) {
    return run.rates(run.start_time(), stocks, out);
  };
  return analysis::find_equilibrium(dynamics, options);
}

std::string describe(const analysis::Equilibrium& rest, const model::Model& model) {
  const auto stability = rest.stability();
  std::string text(analysis::name(stability));
  if (const auto time = telling_time(rest)) {
    // 37 % is 1/e, 2.7 times is e: what a reader sees who does not think in e-folds.
    const auto after = base::format_significant(*time, 3) + " " + model.time.unit;
    text += stability == analysis::Stability::unstable
                ? fmt::format(", a disturbance grows 2.7-fold in {}", after)
                : fmt::format(", the slowest disturbance is down to 37 % after {}", after);
  }
  if (rest.free_directions > 0) {
    text += fmt::format("; {} free direction{}", rest.free_directions,
                        rest.free_directions == 1 ? "" : "s");
  }
  std::vector<std::string> names;
  for (const auto stock : rest.counters) names.push_back(stock_name(model, stock));
  if (!names.empty()) text += fmt::format("; goes on counting: {}", fmt::join(names, ", "));
  return text;
}

}  // namespace slackwater::api
