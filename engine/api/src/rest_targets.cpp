#include "rest_targets.hpp"

#include <cmath>

#include "core/equilibrium.hpp"
#include "core/run_layout.hpp"
#include "core/settings.hpp"

namespace slackwater::api {
namespace {

// Steps of a search that begins near a rest, and anywhere. What takes longer swings for ever more
// often than not, and a fit asks many times.
constexpr int kNear = 80;
constexpr int kFar = 200;
// Of a rest state: far below what derivatives by differences notice.
constexpr double kTolerance = 1e-10;

}  // namespace

RestTargets::RestTargets(const scenario::FitTargets& targets, model::TimeSettings time,
                         PlannedRun run)
    : targets_(&targets), time_(std::move(time)), run_(std::move(run)) {
  for (const auto& parameter : targets.parameters) {
    places_.push_back(run_.variant->parameter_index.at(parameter.name));
  }
}

base::Result<RestTargets> RestTargets::make(const Model::Implementation& model,
                                            const scenario::FitTargets& targets) {
  std::vector<ModelChange> changes;
  for (const auto* settings : {&targets.settings, &targets.at_rest}) {
    for (const auto& setting : *settings) {
      changes.push_back({setting.override, ChangeKind::set, setting.elements});
    }
  }
  Variants variants(model, model.model.time, {}, targets.measures.needed);
  auto run = variants.plan(changes, {}, {}, 0);
  if (!run) return run.diagnostics();
  auto refused = can_rest((*run).variant->model, {});
  if (refused.has_errors()) return refused;
  return RestTargets(targets, model.model.time, std::move(*run));
}

std::vector<double> RestTargets::values_at(std::span<const double> point) const {
  std::vector<double> values;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const auto& parameter = targets_->parameters[i];
    values.push_back(point[i] == 0   ? parameter.low
                     : point[i] == 1 ? parameter.high
                                     : std::lerp(parameter.low, parameter.high, point[i]));
  }
  return values;
}

PlannedRun RestTargets::run_at(std::span<const double> point) const {
  auto run = run_;
  const auto values = values_at(point);
  for (std::size_t i = 0; i < values.size(); ++i) run.parameters[places_[i]] = values[i];
  return run;
}

// A table of one point, so that targets are read as measures are.
std::vector<double> RestTargets::target_values(const StandingRun& run,
                                               std::span<const double> stocks) const {
  const auto& layout = run_.variant->layout;
  auto settings = run_settings(time_, {});
  settings.stop_time = settings.start_time;
  auto table = make_table(run.model(), layout, settings, {"policy", {"run"}, {}},
                          {"future", {"model"}, {}}, 1);
  table.status.assign(1, results::RunStatus::complete);
  std::vector<std::uint32_t> elements;
  for (const auto id : layout.outputs) elements.push_back(id.index);
  std::vector<double> found;
  if (!run.values(time_.start, stocks, elements, found)) {
    return std::vector<double>(targets_->targets.size(), std::nan(""));
  }
  std::vector<double*> cells;
  append_series(table, 0, cells);
  for (std::size_t i = 0; i < cells.size(); ++i) *cells[i] = found[i];
  return scenario::target_values(*targets_, table);
}

std::optional<std::vector<double>> RestTargets::off(const std::vector<double>& values) const {
  std::vector<double> out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) return std::nullopt;
    const auto& target = targets_->targets[i];
    out.push_back((values[i] - target.is) / target.within);
  }
  return out;
}

std::optional<std::vector<double>> RestTargets::residuals(const PlannedRun& run, int iterations,
                                                          double first, bool keep) {
  const auto standing = StandingRun::make(run, time_);
  if (!standing) return std::nullopt;
  analysis::EquilibriumOptions options;
  options.iterations = iterations;
  options.first_step = first;
  options.tolerance = kTolerance;
  options.to_rounding = false;
  const auto found = find_rest(*standing, options);
  ++rest_states_;
  if (!found) return std::nullopt;
  auto out = off(target_values(*standing, found->stocks));
  // Where totals are kept, another start would be another rest.
  if (out && keep) last_ = found->free_directions == 0 ? found->stocks : std::vector<double>();
  return out;
}

std::optional<std::vector<double>> RestTargets::residuals(std::span<const double> point) {
  auto run = run_at(point);
  if (!last_.empty() && !afresh_) {
    run.starts = last_;
    if (auto found = residuals(run, kNear, 100, true)) return found;
    run.starts.clear();
  }
  return residuals(run, kFar, 0.1, true);
}

std::optional<std::vector<double>> RestTargets::nearby(std::span<const double> point) {
  auto run = run_at(point);
  if (!last_.empty()) run.starts = last_;
  return last_.empty() ? residuals(run, kFar, 0.1, false) : residuals(run, kNear, 1e8, false);
}

base::Result<RestTargets::Found> RestTargets::look(std::span<const double> point) {
  const auto run = run_at(point);
  const auto standing = StandingRun::make(run, time_);
  if (!standing) return standing.diagnostics();
  const auto found = find_rest(*standing);
  if (!found) return found.diagnostics();
  auto resting = *found;
  resting.counters.clear();  // they are many, and the reader did not ask for them
  return Found{target_values(*standing, found->stocks), describe(resting, standing->model()),
               rest_warnings(*standing, *found, time_, {})};
}

}  // namespace slackwater::api
