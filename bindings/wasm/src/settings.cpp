// What the next prepared run is to be: settings, times, method.
#include "session.hpp"
#include "text.hpp"

using namespace slackwater;
using wasm::session;

namespace {

std::string string_of(const char* data, unsigned size) {
  return std::string(wasm::text(data, size));
}

}  // namespace

SLACKWATER_EXPORT(begin_settings)()->void {
  session().options = {};
  session().starts.clear();
  session().options.beyond_range = true;
}

SLACKWATER_EXPORT(set_number)(const char* name, unsigned size, double value)->void {
  session().options.set.push_back({string_of(name, size), value});
}

SLACKWATER_EXPORT(set_start)(const char* stock, unsigned size, double value)->void {
  session().starts.emplace_back(string_of(stock, size), value);
}

SLACKWATER_EXPORT(set_rule)
(const char* name, unsigned size, const char* rule, unsigned rule_size)->void {
  session().options.set.push_back({string_of(name, size), string_of(rule, rule_size)});
}

// Shapes: `points` is (point, 2): times and values.
SLACKWATER_EXPORT(set_profile)
(const char* name, unsigned size, const double* points, unsigned count, int ramp)->void {
  api::Profile profile;
  profile.ramp = ramp != 0;
  for (unsigned i = 0; i < count; ++i)
    profile.points.emplace_back(points[2 * i], points[2 * i + 1]);
  session().options.set.push_back({string_of(name, size), std::move(profile)});
}

SLACKWATER_EXPORT(set_time)(double start, double stop, double step, double save)->void {
  auto& options = session().options;
  options.start_time = start;
  options.stop_time = stop;
  options.time_step = step;
  options.save_step = save;
}

SLACKWATER_EXPORT(set_method)(const char* name, unsigned size)->void {
  session().options.method = string_of(name, size);
}

// One more variable that the runs keep; without any they keep all that change over time.
SLACKWATER_EXPORT(save_series)(const char* name, unsigned size)->void {
  session().options.save.push_back(string_of(name, size));
}

// 0 leaves a tolerance as it is.
SLACKWATER_EXPORT(set_tolerances)(double relative, double absolute)->void {
  if (relative > 0) session().options.relative_tolerance = relative;
  if (absolute > 0) session().options.absolute_tolerance = absolute;
}

SLACKWATER_EXPORT(set_seed)(unsigned long long seed, unsigned long long sample)->void {
  session().options.seed = seed;
  session().options.sample = sample;
}
