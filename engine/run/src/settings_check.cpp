#include "settings_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace slackwater::run {

namespace {

constexpr const char* kBadSetting = "E9005";
constexpr const char* kNotAdaptive = "E0606";
constexpr double kMostSteps = 0x1p40;

bool is_whole(double x) { return std::abs(x - std::round(x)) <= 1e-9 * std::max(1.0, std::abs(x)); }

void check_times(const Settings& s, base::Diagnostics& problems) {
  for (const double x : {s.start_time, s.stop_time, s.time_step, s.save_step}) {
    if (std::isfinite(x)) continue;
    problems.error(kBadSetting, "start, stop, time step and save step must be finite numbers", {});
    return;
  }
  if (s.time_step <= 0) problems.error(kBadSetting, "the time step must be positive", {});
  if (s.stop_time < s.start_time) {
    problems.error(kBadSetting, "the stop time lies before the start time", {});
  }
  if (problems.has_errors()) return;
  if ((s.stop_time - s.start_time) / s.time_step > kMostSteps) {
    problems.error(kBadSetting, "the run has too many time steps", {},
                   "choose a larger time step or an earlier stop");
  }
  const double ratio = s.save_step / s.time_step;
  if (!is_whole(ratio) || ratio < 0.5) {
    problems.error(kBadSetting, "the save step is not a whole multiple of the time step", {},
                   "save every time step, or choose steps such as 1/8 and 1");
  }
}

void check_adaptive(const program::Program& program, const Settings& s,
                    base::Diagnostics& problems) {
  if (!(s.absolute_tolerance > 0) || !(s.relative_tolerance >= 0) ||
      !std::isfinite(s.absolute_tolerance) || !std::isfinite(s.relative_tolerance)) {
    problems.error(kBadSetting, "tolerances must be positive numbers", {});
  }
  const auto refuse = [&](std::string_view what, const base::Place& place) {
    problems.error(
        kNotAdaptive,
        fmt::format("{} has no meaning under the method {}: it changes from one time step "
                    "to the next, and an adaptive method has no time step of its own",
                    what, name(s.method)),
        place, "choose the method euler, rk2 or rk4");
  };
  for (const auto& held : program.held_table) refuse("'" + held.name + "'", held.place);
  for (const auto& pipeline : program.pipeline_table) {
    refuse("the delay '" + pipeline.name + "'", pipeline.place);
  }
  if (!program.random_streams.empty()) {
    refuse("a random draw in '" + program.random_streams.front().variable + "'", {});
  }
}

}  // namespace

base::Diagnostics check_settings(const program::Program& program, const Settings& settings) {
  base::Diagnostics problems;
  check_times(settings, problems);
#if defined(SLACKWATER_RUN_ONE_LANE)
  constexpr std::array kWidths = {0, 1};
#else
  constexpr std::array kWidths = {0, 1, 2, 4, 8, 16, 32, 64};
#endif
  if (std::find(kWidths.begin(), kWidths.end(), settings.width) == kWidths.end()) {
    problems.error(kBadSetting, fmt::format("a block cannot have {} lanes", settings.width), {},
                   "choose 1, 2, 4, 8, 16, 32 or 64, or 0 to leave it to the engine");
  }
  if (is_adaptive(settings.method)) check_adaptive(program, settings, problems);
  return problems;
}

}  // namespace slackwater::run
