#include "core/rest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "slackwater/analysis/counters.hpp"
#include "slackwater/analysis/recurrence.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

// "item per week"; nothing for a share.
std::string per_time(const std::string& unit, const std::string& time) {
  return (unit.empty() || unit == "1" ? "" : unit + " ") + "per " + time;
}

const std::string& stock_name(const model::Model& model, std::size_t stock) {
  return model.elements[model.stocks[stock].index].name;
}

// The time in which the slowest (or, if one grows, the fastest growing) disturbance changes e-fold.
std::optional<double> telling_time(const analysis::Equilibrium& rest) {
  const auto free = static_cast<std::size_t>(rest.free_directions);
  if (rest.eigenvalues.size() <= free) return std::nullopt;
  double fastest = 0;
  for (const auto& value : rest.eigenvalues) fastest = std::max(fastest, std::abs(value));
  for (const auto& value : rest.eigenvalues) {
    if (std::abs(value.real()) > 1e-8 * fastest) return 1 / std::abs(value.real());
  }
  return std::nullopt;
}

// Every step of the run, and no more than a reader would wait for.
std::vector<double> steps_of(const model::TimeSettings& time) {
  constexpr double kMost = 20000;
  const double steps = std::min(kMost, std::round((time.stop - time.start) / time.step));
  std::vector<double> instants;
  for (double k = 0; k < steps; ++k) instants.push_back(time.start + k * time.step);
  return instants;
}

// Of the elements in which something recurs, those that are not what they are at the start.
std::vector<std::string> changed(const StandingRun& run, const std::vector<double>& stocks,
                                 const std::vector<model::ElementId>& elements, double time) {
  std::vector<std::string> names;
  for (const auto id : elements) {
    const std::uint32_t element = id.index;
    std::vector<double> before;
    std::vector<double> then;
    if (!run.values(run.start_time(), stocks, {&element, 1}, before)) continue;
    if (!run.values(time, stocks, {&element, 1}, then) || before == then) continue;
    names.push_back("'" + run.model().elements[id.index].name + "'");
  }
  return names;
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

std::optional<std::string> does_not_last(const StandingRun& run, const analysis::Equilibrium& rest,
                                         const model::TimeSettings& time) {
  const auto& model = run.model();
  const auto recurring = analysis::recurring(model);
  if (recurring.empty()) return std::nullopt;
  analysis::HeldStill held;
  held.rates = [&](double at, std::span<double> out) { return run.rates(at, rest.stocks, out); };
  held.stocks = rest.stocks;
  held.exempt = analysis::counters(model, run.all_values(run.start_time(), rest.stocks));
  held.instants = steps_of(time);
  const auto moved = analysis::moved_again(held);
  if (!moved) return std::nullopt;
  const auto causes = changed(run, rest.stocks, recurring, moved->time);
  return fmt::format("from {} {} {} {} '{}' by {} {}, and again after that", model.time.unit,
                     base::format_significant(moved->time, 6),
                     causes.empty() ? "the calendar" : fmt::format("{}", fmt::join(causes, ", ")),
                     causes.size() > 1 ? "move" : "moves", stock_name(model, moved->stock),
                     base::format_significant(moved->rate, 3),
                     per_time(model.variable_of(model.stocks[moved->stock]).unit, model.time.unit));
}

base::Diagnostics warn_that_it_does_not_last(const std::string& how, const base::Place& place) {
  base::Diagnostics diagnostics;
  diagnostics.warning("W9004", "the equilibrium does not last: " + how, place,
                      "what recurs stands still while the equilibrium is solved: set its average "
                      "for that time, or none, with `start: {from: equilibrium, set: ...}` or "
                      "--set");
  return diagnostics;
}

}  // namespace slackwater::api
