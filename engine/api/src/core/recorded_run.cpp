#include "core/recorded_run.hpp"

#include <cmath>
#include <limits>

#include "core/memory.hpp"
#include "core/settings.hpp"
#include "slackwater/program/tableau.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::api {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The added stocks have their own start.
std::vector<double> with_totals(std::vector<double> starts, const RecordedModel& recorded) {
  if (!starts.empty()) starts.resize(recorded.model.stocks.size(), kNan);
  return starts;
}

program::RunSettings settings_of(const model::TimeSettings& time,
                                 const std::vector<double>& parameters) {
  program::RunSettings settings;
  settings.parameters = parameters;
  settings.start_time = time.start;
  settings.stop_time = time.stop;
  settings.time_step = time.step;
  return settings;
}

}  // namespace

program::GivenValues RecordedRun::equations() const {
  return {*recorded->meaning, settings_of(recorded->model.time, parameters)};
}

base::Result<RecordedRun> record_run(const PlannedRun& run,
                                     std::shared_ptr<const RecordedModel> recorded,
                                     const model::TimeSettings& time, const RunOptions& options) {
  if (!recorded->program) return recorded->program.diagnostics();
  auto settings = run_settings(time, options);
  settings.width = 1;
  const auto points = run::save_count(settings);
  const auto& outputs = recorded->outputs;
  const auto memory =
      check_memory(static_cast<double>(points) * static_cast<double>(outputs.size()), false);
  if (memory.has_errors()) return memory;
  auto engine = run::Engine::make(*recorded->program, settings);
  if (!engine) return engine.diagnostics();

  RecordedRun out;
  out.parameters = run.parameters;
  out.series.resize(recorded->model.elements.size());
  std::vector<double*> pointers;
  for (const auto id : outputs) {
    out.series[id.index].assign(points, kNan);
    pointers.push_back(out.series[id.index].data());
  }
  const auto starts = with_totals(run.starts, *recorded);
  const run::RunInput input{out.parameters, starts, run.sample};
  const run::SeriesPointers series(pointers);
  run::RunOutcome outcome;
  engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1});
  for (std::size_t i = 0; i < outcome.saved; ++i) out.times.push_back(run::save_time(settings, i));
  if (outcome.status != run::RunStatus::complete) {
    out.failure = run::describe(outcome, time.unit);
  }
  for (std::size_t i = 0; i < recorded->model.parameters.size(); ++i) {
    out.series[recorded->model.parameters[i].index] = {out.parameters[i]};
  }
  out.recorded = std::move(recorded);
  return out;
}

double decide_at(const model::TimeSettings& time, double point) {
  if (is_adaptive(time.method)) {
    return std::nextafter(point, std::numeric_limits<double>::infinity());
  }
  return program::decide_time(point, time.step);
}

}  // namespace slackwater::api
