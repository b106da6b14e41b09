#include "study.hpp"

#include <algorithm>

#include "core/settings.hpp"
#include "slackwater/analysis/equilibrium.hpp"

namespace slackwater::api {
namespace {

RunOptions with_seed(RunOptions options, const scenario::Scenario& scenario) {
  if (scenario.uncertainty) options.seed = scenario.uncertainty->seed;
  return options;
}

model::TimeSettings every_step(model::TimeSettings time) {
  time.save = time.step;
  return time;
}

// Without a choice a table keeps everything that changes; else what is asked for and what measures
// read.
std::vector<std::string> saved_names(const scenario::Scenario& scenario) {
  if (scenario.save_everything) return {};
  auto names = scenario.save;
  for (const auto& name : scenario.needed) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

results::Axis axis_of(const std::string& name, const std::vector<scenario::ChangeSet>& sets,
                      const std::vector<std::size_t>& chosen) {
  results::Axis axis{name, {}, {}};
  for (const auto i : chosen) {
    axis.labels.push_back(sets[i].label);
    axis.titles.push_back(sets[i].title);
  }
  return axis;
}

ChangeKind kind_of(scenario::Change change) {
  switch (change) {
    case scenario::Change::add:
      return ChangeKind::add;
    case scenario::Change::multiply:
      return ChangeKind::multiply;
    case scenario::Change::set:
      break;
  }
  return ChangeKind::set;
}

ModelChange change_of(const scenario::Setting& setting) {
  return {setting.override, kind_of(setting.change), setting.elements};
}

}  // namespace

Study::Study(const Scenario::Implementation& scenario, const RunOptions& options)
    : scenario_(scenario.scenario),
      options_(with_seed(options, scenario.scenario)),
      saved_(scenario.model.implementation(), scenario.scenario.time, options_,
             saved_names(scenario.scenario)),
      every_step_(scenario.model.implementation(), api::every_step(scenario.scenario.time),
                  options_, scenario.scenario.needed_every_step) {}

bool Study::needs_every_step() const { return !scenario_.needed_every_step.empty(); }

base::Diagnostics Study::prepare() {
  if (!scenario_.start.equilibrium || scenario_.start.per_sample) return {};
  auto starts = equilibrium({});
  if (!starts) return starts.diagnostics();
  base_starts_ = std::move(*starts);
  return {};
}

std::vector<ModelChange> Study::changes(std::size_t policy, std::size_t future,
                                        const std::vector<model::Override>& extra) const {
  std::vector<ModelChange> out;
  for (const auto& setting : scenario_.settings_for(policy, future))
    out.push_back(change_of(setting));
  for (const auto& setting : scenario_.starts_for(policy, future))
    out.push_back(change_of(setting));
  for (const auto& override : extra) {
    out.push_back({override, ChangeKind::set, saved_.base_model().match_elements(override.target)});
  }
  return out;
}

base::Result<std::vector<NamedValue>> Study::equilibrium(const std::vector<NamedValue>& drawn) {
  std::vector<ModelChange> changes;
  for (const auto& setting : scenario_.policies[scenario_.start.policy].settings) {
    changes.push_back(change_of(setting));
  }
  for (const auto& setting : scenario_.start.settings) changes.push_back(change_of(setting));
  auto run = saved_.plan(changes, drawn, {}, 0);
  if (!run) return run.diagnostics();

  const auto& model = run->variant->model;
  base::Diagnostics diagnostics;
  if (!model.held.empty() || !model.pipelines.empty() || !model.random_streams.empty()) {
    diagnostics.error("E9013",
                      "`start: equilibrium` is not defined for a model with delay_fixed, previous, "
                      "sample_if or random draws",
                      {}, "start from the model's values, or use smooth and delay functions");
    return diagnostics;
  }
  const auto& meaning = *run->variant->meaning;
  program::RunSettings settings;
  settings.parameters = run->parameters;
  settings.start_time = scenario_.time.start;
  settings.stop_time = scenario_.time.stop;
  settings.time_step = scenario_.time.step;
  program::StartValues start;
  if (const auto ended = meaning.start(settings, start)) {
    diagnostics.error("E9006", "the start cannot be computed: " + ended->message, ended->place);
    return diagnostics;
  }
  std::vector<double> rates;
  const auto at_rest = [&](std::span<const double> stocks, std::span<double> out) {
    program::Instant instant;
    instant.time = settings.start_time;
    instant.decide = settings.start_time + 0.5 * settings.time_step;
    instant.stocks = stocks;
    if (meaning.rates(settings, start, instant, rates)) return false;
    std::copy(rates.begin(), rates.end(), out.begin());
    return true;
  };
  auto found = analysis::find_equilibrium(at_rest, start.stocks);
  if (!found) return found.diagnostics();
  std::vector<NamedValue> values;
  for (std::size_t i = 0; i < found->stocks.size(); ++i) {
    values.push_back({model.elements[model.stocks[i].index].name, found->stocks[i]});
  }
  return values;
}

Study::Selection Study::everything() const {
  Selection selection;
  for (std::size_t i = 0; i < scenario_.policies.size(); ++i) selection.policies.push_back(i);
  for (std::size_t i = 0; i < scenario_.futures.size(); ++i) selection.futures.push_back(i);
  return selection;
}

base::Result<TableRuns> Study::plan(const Selection& selection) {
  auto& variants = selection.every_step ? every_step_ : saved_;
  TableRuns out;
  const std::vector<NamedValue> defaults;
  const auto samples = std::max<std::size_t>(1, selection.drawn.size());
  for (std::size_t sample = 0; sample < samples; ++sample) {
    if (is_cancelled(selection.cancel)) return cancelled();
    const auto& drawn = selection.drawn.empty() ? defaults : selection.drawn[sample];
    auto starts = base_starts_;
    if (scenario_.start.equilibrium && scenario_.start.per_sample) {
      auto solved = equilibrium(drawn);
      if (!solved) return solved.diagnostics();
      starts = std::move(*solved);
    }
    for (std::size_t p = 0; p < selection.policies.size(); ++p) {
      for (std::size_t f = 0; f < selection.futures.size(); ++f) {
        auto run =
            variants.plan(changes(selection.policies[p], selection.futures[f], selection.extra),
                          drawn, starts, sample);
        if (!run) return run.diagnostics();
        out.runs.push_back(std::move(*run));
        out.places.push_back({p, f, sample});
      }
    }
  }
  const auto& variant = *out.runs.front().variant;
  out.settings = run_settings(variants.time(), options_);
  out.table = make_table(variant.model, variant.layout, out.settings,
                         axis_of("policy", scenario_.policies, selection.policies),
                         axis_of("future", scenario_.futures, selection.futures), samples);
  return out;
}

}  // namespace slackwater::api
