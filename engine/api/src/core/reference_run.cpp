#include "core/reference_run.hpp"

#include <algorithm>

#include "core/settings.hpp"
#include "core/step_report.hpp"
#include "slackwater/reference/reference.hpp"

namespace slackwater::api {
namespace {

run::RunOutcome outcome_of(const reference::Output& output) {
  run::RunOutcome outcome;
  outcome.saved = output.times.size();
  outcome.time = output.times.empty() ? 0 : output.times.back();
  if (output.interrupted) {
    outcome.status = run::RunStatus::not_run;
    outcome.message = "the run was interrupted";
  }
  if (!output.failure) return outcome;
  const auto& failure = *output.failure;
  switch (failure.kind) {
    case program::Failure::Kind::not_finite:
      outcome.status = run::RunStatus::not_finite;
      break;
    case program::Failure::Kind::domain_error:
      outcome.status = run::RunStatus::domain_error;
      break;
    case program::Failure::Kind::check_failed:
      outcome.status = run::RunStatus::check_failed;
      break;
  }
  outcome.time = failure.time;
  outcome.variable = failure.variable;
  outcome.message = failure.message;
  outcome.place = failure.place;
  outcome.inputs = failure.inputs;
  return outcome;
}

}  // namespace

base::Result<results::RunTable> run_reference(const model::Model& model, const RunLayout& layout,
                                              const RunOptions& options, const Progress& progress,
                                              ReferenceInputs inputs) {
  const auto settings = run_settings(model.time, options);
  StepReport report(progress, run::step_count(settings));
  reference::Input input;
  input.parameters = std::move(inputs.parameters);
  input.starts = std::move(inputs.starts);
  input.seed = options.seed.value_or(0);
  input.sample = options.sample;
  input.outputs = layout.outputs;
  input.checks = options.checks;
  input.go_on = [&](std::uint64_t steps) {
    report.done(steps);
    return !progress.cancel || !progress.cancel->load(std::memory_order_relaxed);
  };
  auto output = reference::run(model, input);
  if (!output) return output.diagnostics();
  auto table =
      make_table(model, layout, settings, {"policy", {"run"}, {}}, {"future", {"model"}, {}}, 1);
  std::vector<double*> series;
  append_series(table, 0, series);
  for (std::size_t i = 0; i < series.size(); ++i) {
    std::copy(output->series[i].begin(), output->series[i].end(), series[i]);
  }
  record(table, 0, 0, 0, outcome_of(*output));
  return table;
}

}  // namespace slackwater::api
