#include "core/model_implementation.hpp"
#include "core/reference_run.hpp"
#include "core/settings.hpp"
#include "draws.hpp"
#include "labels.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "study.hpp"

namespace slackwater::api {
namespace {

// The one run of a plan, by the interpreter.
base::Result<results::RunTable> run_planned_reference(TableRuns planned, RunOptions options,
                                                      const Progress& progress) {
  const auto& run = planned.runs.front();
  options.seed = planned.settings.seed;
  options.sample = run.sample;
  auto table = run_reference(run.variant->model, run.variant->layout, options, progress,
                             {run.parameters, run.starts});
  if (!table) return table.diagnostics();
  table->policies = std::move(planned.table.policies);
  table->futures = std::move(planned.table.futures);
  return table;
}

base::Result<results::RunTable> execute(TableRuns planned, const RunOptions& options,
                                        const Progress& progress) {
  if (options.reference) return run_planned_reference(std::move(planned), options, progress);
  std::vector<TableRuns> work;
  work.push_back(std::move(planned));
  auto diagnostics = execute_tables(work, 1, progress);
  if (diagnostics.has_errors()) return diagnostics;
  return std::move(work.front().table);
}

// One row of the design; the others are not computed.
base::Result<std::vector<results::DrawnInput>> draw_only(
    const Scenario::Implementation& implementation, std::uint64_t sample) {
  const auto& uncertainty = implementation.scenario.uncertainty;
  base::Diagnostics diagnostics;
  if (!uncertainty) {
    diagnostics.error(
        "E9027",
        "there is no sample " + std::to_string(sample) + ": the scenario file has no `uncertainty`",
        {}, "leave the sample out: the file's runs are those on the defaults");
    return diagnostics;
  }
  if (sample >= uncertainty->samples) {
    diagnostics.error("E9027",
                      "there is no sample " + std::to_string(sample) + ": the scenario file has " +
                          std::to_string(uncertainty->samples) + ", which are counted from 0",
                      {}, "the last one is " + std::to_string(uncertainty->samples - 1));
    return diagnostics;
  }
  return draw_inputs(*uncertainty, implementation.model.implementation().model, {sample, 1});
}

// The scenario with what the options change. A sample alone keeps the variables that its study
// keeps: a variable that is not saved is not computed, and a run ends where one has no value.
Scenario::Implementation with_options(const Scenario::Implementation& implementation,
                                      const model::TimeSettings& time, const RunOptions& options,
                                      const std::vector<model::Override>& moved) {
  auto changed = implementation;
  changed.scenario.time = time;
  if (options.save.empty() && options.only) return changed;
  changed.scenario.save =
      options.save.empty() ? changing_variables(implementation.model.implementation().model, moved)
                           : options.save;
  changed.scenario.save_everything = false;
  changed.scenario.needed.clear();
  return changed;
}

}  // namespace

base::Result<results::RunTable> run(const Scenario& handle, const std::string& policy,
                                    const std::string& future, const RunOptions& options,
                                    const Progress& progress) {
  const base::FloatingPointScope scope;
  const auto& implementation = handle.implementation();
  const auto& scenario = implementation.scenario;
  base::Diagnostics diagnostics;
  const auto p = policy_named(implementation, policy);
  const auto f = future_named(implementation, future);
  diagnostics.append(p.diagnostics());
  diagnostics.append(f.diagnostics());
  auto time = time_settings(scenario.time, options);
  diagnostics.append(time.diagnostics());
  std::vector<results::DrawnInput> drawn;
  if (options.only) {
    auto row = draw_only(implementation, *options.only);
    if (row) {
      drawn = std::move(*row);  // what else is said of the design is about all of its rows
    } else {
      diagnostics.append(row.diagnostics());
    }
  }
  if (diagnostics.has_errors()) return diagnostics;

  // A study of its own: options may change times, method and what is saved.
  const auto& model = implementation.model.implementation();
  const auto settings = read_settings(model, options.set, options.beyond_range);
  auto moved = scenario.overrides_for(*p, *f);
  moved.insert(moved.end(), settings.begin(), settings.end());
  const auto changed = with_options(implementation, *time, options, moved);
  Study study(changed, options);
  diagnostics.append(study.prepare());
  if (diagnostics.has_errors()) return diagnostics;
  diagnostics.append(named_beyond_range(model.model, settings));
  const auto checked = model.forms->under(settings);  // says what is wrong with any of them
  if (!checked) return checked.diagnostics();
  auto planned = study.plan({.policies = {*p},
                             .futures = {*f},
                             .drawn = by_sample(drawn),
                             .extra = settings,
                             .extra_at_start = true,
                             .first_sample = options.only.value_or(0)});
  if (!planned) return planned.diagnostics();
  if (planned->runs.empty()) return planned->no_start;
  diagnostics.append(study.warnings());
  auto table = execute(std::move(*planned), options, progress);
  diagnostics.append(table.diagnostics());
  if (!table) return diagnostics;
  table->drawn = std::move(drawn);
  return {std::move(*table), std::move(diagnostics)};
}

}  // namespace slackwater::api
