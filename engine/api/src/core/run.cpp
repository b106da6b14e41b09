#include "slackwater/api/run.hpp"

#include "core/memory.hpp"
#include "core/model_implementation.hpp"
#include "core/reference_run.hpp"
#include "core/run_layout.hpp"
#include "core/settings.hpp"
#include "core/step_report.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/model/method_rules.hpp"

namespace slackwater::api {
namespace {

// Settings of a single run become part of the model: compiling takes less than a run.
base::Result<model::Model> with_settings(const Model::Implementation& implementation,
                                         const RunOptions& options) {
  const auto overrides = read_settings(implementation, options.set, options.beyond_range);
  if (overrides.empty()) return implementation.model;
  auto changed = implementation.forms->under(overrides);
  if (!changed) return changed.diagnostics();
  auto warnings = about_overrides(implementation, changed.diagnostics());
  warnings.append(named_beyond_range(implementation.model, overrides));
  return {std::move(*changed), std::move(warnings)};
}

base::Result<results::RunTable> run_engine(const model::Model& model, const RunLayout& layout,
                                           const RunOptions& options, const Progress& progress) {
  auto program = program::compile(model, compile_options(model.time, options, layout.outputs));
  if (!program) return program.diagnostics();
  auto settings = run_settings(model.time, options);
  if (settings.width == 0) settings.width = 1;
  auto engine = run::Engine::make(*program, settings);
  if (!engine) return engine.diagnostics();

  auto table =
      make_table(model, layout, settings, {"policy", {"run"}, {}}, {"future", {"model"}, {}}, 1);
  std::vector<double*> pointers;
  append_series(table, 0, pointers);
  const run::RunInput input{program->default_parameters, {}, options.sample};
  const run::SeriesPointers series(pointers);
  run::RunOutcome outcome;
  run::Control control;
  control.cancel = progress.cancel;
  StepReport report(progress, run::step_count(settings));
  control.context = &report;
  control.progress = [](void* context, std::uint64_t steps) {
    static_cast<StepReport*>(context)->add(steps);
  };
  engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1}, control);
  record(table, 0, 0, 0, outcome);
  return table;
}

}  // namespace

base::Result<results::RunTable> run(const Model& model, const RunOptions& options,
                                    const Progress& progress) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  auto time = time_settings(implementation.model.time, options);
  auto changed = with_settings(implementation, options);
  base::Diagnostics diagnostics;
  diagnostics.append(time.diagnostics());
  diagnostics.append(changed.diagnostics());
  if (diagnostics.has_errors()) return diagnostics;
  changed->time = *time;
  const auto refused = model::check_method(*changed, time->method);
  if (refused.has_errors()) return refused;
  auto layout = choose_outputs(*changed, options.save);
  if (!layout) return layout.diagnostics();
  const auto saved = run::save_count(run_settings(*time, options));
  const auto values = static_cast<double>(layout->outputs.size()) * static_cast<double>(saved);
  const auto memory = check_memory(values, options.for_file);
  if (memory.has_errors()) return memory;
  auto table = options.reference ? run_reference(*changed, *layout, options, progress)
                                 : run_engine(*changed, *layout, options, progress);
  diagnostics.append(table.diagnostics());
  if (!table) return diagnostics;
  return {std::move(*table), std::move(diagnostics)};
}

}  // namespace slackwater::api
