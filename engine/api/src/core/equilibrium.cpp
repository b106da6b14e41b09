#include "core/equilibrium.hpp"

#include <algorithm>

#include "core/changes.hpp"
#include "core/lasting.hpp"
#include "core/settings.hpp"
#include "slackwater/base/floating_point_scope.hpp"

namespace slackwater::api {
namespace {

RestingValue value_of(const model::Model& model, model::ElementId id,
                      const std::vector<double>& start, const std::vector<double>& rest) {
  return {model.elements[id.index].name, model.variable_of(id).unit, start[id.index],
          rest[id.index]};
}

std::vector<KeptTotal> totals_of(const analysis::Equilibrium& rest,
                                 const std::vector<RestingStock>& stocks) {
  std::vector<KeptTotal> totals;
  for (const auto& weights : rest.totals) {
    KeptTotal total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (weights[i] == 0) continue;
      total.weights.emplace_back(stocks[i].name, weights[i]);
      total.value += weights[i] * stocks[i].rest;
    }
    totals.push_back(std::move(total));
  }
  return totals;
}

}  // namespace

base::Diagnostics rest_warnings(const StandingRun& run, const analysis::Equilibrium& rest,
                                const model::TimeSettings& time, const base::Place& place) {
  base::Diagnostics diagnostics;
  if (rest.stability() == analysis::Stability::unstable) {
    diagnostics.warning("W9002",
                        "the equilibrium is not stable: " + describe(rest, run.model()) +
                            "; whatever moves it a little drives it away",
                        place, "start from other values, or from where a long run comes to rest");
  }
  if (const auto how = does_not_last(run, rest, time)) {
    diagnostics.append(warn_that_it_does_not_last(*how, place));
  }
  return diagnostics;
}

base::Result<Equilibrium> rest_of(const PlannedRun& run, const model::TimeSettings& time,
                                  const base::Place& place, std::string of) {
  const auto standing = StandingRun::make(run, time);
  if (!standing) return standing.diagnostics();
  const auto found = find_rest(*standing);
  if (!found) return found.diagnostics();
  const auto& model = standing->model();
  Equilibrium out;
  out.of = std::move(of);
  out.time_unit = time.unit;
  out.time = time.start;
  const auto start = standing->all_values(time.start, standing->start());
  const auto rest = standing->all_values(time.start, found->stocks);
  std::vector<double> rates(found->stocks.size());
  standing->rates(time.start, found->stocks, rates);
  for (std::size_t i = 0; i < model.stocks.size(); ++i) {
    RestingStock stock{value_of(model, model.stocks[i], start, rest)};
    stock.rate = rates[i];
    stock.counts = std::binary_search(found->counters.begin(), found->counters.end(), i);
    stock.generated = model.variable_of(model.stocks[i]).generated;
    out.stocks.push_back(std::move(stock));
  }
  for (const auto id : model.evaluation_order) {
    if (model.variable_of(id).kind != model::VariableKind::indicator) continue;
    out.indicators.push_back(value_of(model, id, start, rest));
  }
  out.residual = found->residual;
  out.iterations = found->iterations;
  out.stability = name(found->stability());
  out.eigenvalues = found->eigenvalues;
  out.disturbances = found->disturbances();
  out.return_times = found->return_times();
  out.free_directions = found->free_directions;
  out.totals = totals_of(*found, out.stocks);
  for (const auto stock : found->undetermined) out.undetermined.push_back(out.stocks[stock].name);
  return {std::move(out), rest_warnings(*standing, *found, time, place)};
}

base::Result<Equilibrium> with_diagnostics(base::Diagnostics before,
                                           base::Result<Equilibrium> rest) {
  before.append(rest.diagnostics());
  if (!rest) return before;
  return {std::move(*rest), std::move(before)};
}

base::Result<Equilibrium> equilibrium(const Model& model, const std::vector<Setting>& set) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  const auto changes = changes_of(implementation, set);
  if (!changes) return changes.diagnostics();
  Variants variants(implementation, implementation.model.time, {}, {});
  const auto run = variants.plan(*changes, {}, {}, 0);
  if (!run) return run.diagnostics();
  return with_diagnostics(changes.diagnostics(),
                          rest_of(*run, implementation.model.time, {}, "the model"));
}

}  // namespace slackwater::api
