#include "core/standing_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace slackwater::api {

StandingRun::StandingRun(const PlannedRun& run, const model::TimeSettings& time) : run_(run) {
  settings_.parameters = run.parameters;
  settings_.starts = run.starts;
  settings_.start_time = time.start;
  settings_.stop_time = time.stop;
  settings_.time_step = time.step;
  if (time.method == base::Method::discrete) map_step_ = time.step;
}

base::Result<StandingRun> StandingRun::make(const PlannedRun& run,
                                            const model::TimeSettings& time) {
  StandingRun standing(run, time);
  if (const auto ended = run.variant->meaning->start(standing.settings_, standing.start_)) {
    base::Diagnostics diagnostics;
    diagnostics.error("E9006", "the start cannot be computed: " + ended->message, ended->place);
    return diagnostics;
  }
  return standing;
}

// Switches in time are decided as in the step that begins there.
program::Instant StandingRun::instant(double time, std::span<const double> stocks) const {
  program::Instant instant;
  instant.time = time;
  instant.decide = time + 0.5 * settings_.time_step;
  instant.stocks = stocks;
  return instant;
}

bool StandingRun::rates(double time, std::span<const double> stocks, std::span<double> out) const {
  std::vector<double> rates;
  if (run_.variant->meaning->rates(settings_, start_, instant(time, stocks), rates)) return false;
  std::copy(rates.begin(), rates.end(), out.begin());
  return true;
}

bool StandingRun::values(double time, std::span<const double> stocks,
                         std::span<const std::uint32_t> elements, std::vector<double>& out) const {
  return !run_.variant->meaning->elements(settings_, start_, instant(time, stocks), elements, out);
}

// Each by itself: what has no value is not finite, and so is what reads it.
std::vector<double> StandingRun::all_values(double time, std::span<const double> stocks) const {
  std::vector<double> values(model().elements.size(), std::numeric_limits<double>::quiet_NaN());
  for (const auto* group : {&model().parameters, &model().stocks, &model().evaluation_order}) {
    std::vector<std::uint32_t> elements;
    for (const auto id : *group) elements.push_back(id.index);
    const auto found = values_in(*run_.variant->meaning, time, stocks, elements);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (std::isfinite(found[i])) values[elements[i]] = found[i];
    }
  }
  return values;
}

std::vector<double> StandingRun::values_in(const program::Meaning& meaning, double time,
                                           std::span<const double> stocks,
                                           std::span<const std::uint32_t> elements) const {
  std::vector<double> found;
  meaning.elements(settings_, start_, instant(time, stocks), elements, found);
  return found;
}

bool StandingRun::rates_in(const program::Meaning& meaning, std::span<const double> more,
                           double time, std::span<const double> stocks,
                           std::vector<double>& out) const {
  std::vector<double> parameters(run_.parameters);
  parameters.insert(parameters.end(), more.begin(), more.end());
  auto settings = settings_;
  settings.parameters = parameters;
  return !meaning.rates(settings, start_, instant(time, stocks), out);
}

}  // namespace slackwater::api
