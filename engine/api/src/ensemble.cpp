#include "batch_runs.hpp"
#include "core/memory.hpp"
#include "core/model_implementation.hpp"
#include "core/settings.hpp"
#include "core/variant.hpp"
#include "ensemble_inputs.hpp"
#include "slackwater/api/run.hpp"
#include "slackwater/base/floating_point_scope.hpp"

namespace slackwater::api {

base::Result<results::RunTable> ensemble(const Model& model, const EnsembleOptions& design,
                                         const RunOptions& options, const Progress& progress) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  auto time = time_settings(implementation.model.time, options);
  if (!time) return time.diagnostics();
  std::vector<ModelChange> changes;
  SetElements set;
  auto settings = read_settings(implementation, options.set, options.beyond_range);
  const auto beyond = named_beyond_range(implementation.model, settings);
  for (auto& override : settings) {
    auto elements = implementation.model.match_elements(override.target);
    for (const auto id : elements) set.insert(id.index);
    changes.push_back({std::move(override), ChangeKind::set, std::move(elements)});
  }
  auto drawn = ensemble_inputs(implementation.model, design, set, options.beyond_range);
  if (!drawn) return drawn.diagnostics();
  // Lowering once with everything says what is wrong with any of the settings.
  std::vector<model::Override> overrides;
  for (const auto& change : changes) overrides.push_back(change.override);
  const auto checked = implementation.forms->under(overrides);
  if (!checked) return checked.diagnostics();

  RunOptions seeded = options;
  seeded.seed = design.seed;
  Variants variants(implementation, *time, seeded, options.save);
  std::vector<TableRuns> tables(1);
  auto& runs = tables.front();
  const auto samples = drawn->front().values.size();
  for (std::size_t sample = 0; sample < samples; ++sample) {
    if (is_cancelled(progress.cancel)) return cancelled();
    std::vector<NamedValue> values;
    for (const auto& input : *drawn) values.push_back({input.name, input.values[sample]});
    auto run = variants.plan(changes, values, {}, sample);
    if (!run) return run.diagnostics();
    if (sample == 0) {
      const auto numbers =
          run->variant->layout.outputs.size() * run::save_count(run_settings(*time, seeded));
      const auto memory = check_memory(static_cast<double>(numbers) * static_cast<double>(samples),
                                       options.for_file);
      if (memory.has_errors()) return memory;
    }
    runs.runs.push_back(std::move(*run));
    runs.places.push_back({0, 0, sample});
  }
  const auto& variant = *runs.runs.front().variant;
  runs.settings = run_settings(*time, seeded);
  runs.table = make_table(variant.model, variant.layout, runs.settings, {"policy", {"run"}, {}},
                          {"future", {"model"}, {}}, samples);
  runs.table.drawn = *drawn;
  auto diagnostics = execute_tables(tables, design.threads, progress);
  if (diagnostics.has_errors()) return diagnostics;
  diagnostics.append(drawn.diagnostics());
  diagnostics.append(beyond);
  return {std::move(tables.front().table), std::move(diagnostics)};
}

}  // namespace slackwater::api
