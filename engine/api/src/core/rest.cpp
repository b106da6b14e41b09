#include "core/rest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "slackwater/analysis/counters.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

const std::string& stock_name(const model::Model& model, std::size_t stock) {
  return model.elements[model.stocks[stock].index].name;
}

// The time in which the slowest (or, if one grows, the fastest growing) disturbance changes e-fold.
std::optional<double> slowest_time(const analysis::Equilibrium& rest) {
  const auto free = static_cast<std::size_t>(rest.free_directions);
  if (rest.eigenvalues.size() <= free) return std::nullopt;
  double fastest = 0;
  for (const auto& value : rest.eigenvalues) fastest = std::max(fastest, std::abs(value));
  for (const auto& value : rest.eigenvalues) {
    if (std::abs(value.real()) > 1e-8 * fastest) return 1 / std::abs(value.real());
  }
  return std::nullopt;
}

// Of every element; NaN where they are unknown: of all equations when one of them has no value.
std::vector<double> values_at_start(const PlannedRun& run, const program::RunSettings& settings,
                                    const program::StartValues& start) {
  const auto& model = run.variant->model;
  std::vector<double> values(model.elements.size(), std::numeric_limits<double>::quiet_NaN());
  program::Instant instant;
  instant.time = settings.start_time;
  instant.decide = settings.start_time + 0.5 * settings.time_step;
  instant.stocks = start.stocks;
  for (const auto* group : {&model.parameters, &model.stocks, &model.evaluation_order}) {
    std::vector<std::uint32_t> elements;
    for (const auto id : *group) elements.push_back(id.index);
    std::vector<double> found;
    if (run.variant->meaning->elements(settings, start, instant, elements, found)) continue;
    for (std::size_t i = 0; i < elements.size(); ++i) values[elements[i]] = found[i];
  }
  return values;
}

}  // namespace

base::Diagnostics can_rest(const model::Model& model, const base::Place& place) {
  base::Diagnostics diagnostics;
  if (model.held.empty() && model.pipelines.empty() && model.random_streams.empty()) {
    return diagnostics;
  }
  diagnostics.error("E9013",
                    "`start: equilibrium` is not defined for a model with delay_fixed, previous, "
                    "sample_if or random draws",
                    place, "start from the model's values, or use smooth and delay functions");
  return diagnostics;
}

base::Result<analysis::Equilibrium> find_rest(const PlannedRun& run,
                                              const model::TimeSettings& time) {
  const auto& model = run.variant->model;
  auto refused = can_rest(model, {});  // a rule may bring in what the model does not have
  if (refused.has_errors()) return refused;
  const auto& meaning = *run.variant->meaning;
  program::RunSettings settings;
  settings.parameters = run.parameters;
  settings.start_time = time.start;
  settings.stop_time = time.stop;
  settings.time_step = time.step;
  program::StartValues start;
  if (const auto ended = meaning.start(settings, start)) {
    base::Diagnostics diagnostics;
    diagnostics.error("E9006", "the start cannot be computed: " + ended->message, ended->place);
    return diagnostics;
  }
  analysis::Dynamics dynamics;
  dynamics.start = start.stocks;
  dynamics.counters = analysis::counters(model, values_at_start(run, settings, start));
  for (std::size_t i = 0; i < model.stocks.size(); ++i) {
    dynamics.names.push_back(stock_name(model, i));
  }
  std::vector<double> rates;
  dynamics.rates = [&](std::span<const double> stocks, std::span<double> out) {
    program::Instant instant;
    instant.time = settings.start_time;
    instant.decide = settings.start_time + 0.5 * settings.time_step;
    instant.stocks = stocks;
    if (meaning.rates(settings, start, instant, rates)) return false;
    std::copy(rates.begin(), rates.end(), out.begin());
    return true;
  };
  return analysis::find_equilibrium(dynamics);
}

std::string describe(const analysis::Equilibrium& rest, const model::Model& model) {
  const auto stability = rest.stability();
  std::string text(analysis::name(stability));
  if (const auto time = slowest_time(rest)) {
    text += fmt::format(", {} e-fold in {} {}",
                        stability == analysis::Stability::unstable ? "grows" : "slowest return",
                        base::format_significant(*time, 3), model.time.unit);
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
