#include "core/at_start.hpp"

namespace slackwater::api {

base::Result<std::vector<double>> at_start(const PlannedRun& run, const model::TimeSettings& time,
                                           const std::vector<model::ElementId>& elements) {
  const auto& meaning = *run.variant->meaning;
  program::RunSettings settings;
  settings.parameters = run.parameters;
  settings.starts = run.starts;
  settings.start_time = time.start;
  settings.stop_time = time.stop;
  settings.time_step = time.step;
  settings.sample = run.sample;
  program::StartValues start;
  auto ended = meaning.start(settings, start);
  std::vector<double> values;
  if (!ended) {
    program::Instant instant;
    instant.time = time.start;
    instant.decide = time.start + 0.5 * time.step;
    instant.stocks = start.stocks;
    instant.held = start.held;
    instant.pipelines = start.pipelines;
    const auto draws = meaning.draws(settings, start, instant, 0);
    instant.draws = draws;
    std::vector<std::uint32_t> indices;
    for (const auto id : elements) indices.push_back(id.index);
    ended = meaning.elements(settings, start, instant, indices, values);
  }
  if (!ended) return values;
  base::Diagnostics diagnostics;
  diagnostics.error("E9006", "the start cannot be computed: " + ended->message, ended->place);
  return diagnostics;
}

}  // namespace slackwater::api
