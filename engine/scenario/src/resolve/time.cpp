#include <fmt/format.h>

#include <cmath>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

constexpr double kMostSteps = 1e9;  // as for a model's own time settings

void read_time(Resolver& resolver, const YamlNode& map, std::string_view key, double& into) {
  const auto* node = find_value(map, key);
  if (node == nullptr) return;
  if (const auto value = quantity(resolver, *node, resolver.model.time.unit)) into = *value;
}

void read_tolerance(Resolver& resolver, const YamlNode& map, std::string_view key,
                    std::optional<double>& into) {
  const auto* node = find_value(map, key);
  if (node == nullptr) return;
  into = quantity(resolver, *node, "1");
  if (into && !(*into > 0)) resolver.error("E1112", "a tolerance must be above 0", *node);
}

}  // namespace

void resolve_time(Resolver& resolver) {
  auto& time = resolver.scenario.time;
  time = resolver.model.time;
  if (const auto* method = find_value(resolver.root(), "method")) {
    time.method = model::method_named(method->text).value_or(time.method);
  }
  const auto* map = find_value(resolver.root(), "time");
  if (map == nullptr) return;
  read_time(resolver, *map, "from", time.start);
  read_time(resolver, *map, "to", time.stop);
  read_time(resolver, *map, "step", time.step);
  read_time(resolver, *map, "save", time.save);
  read_tolerance(resolver, *map, "relative_tolerance", resolver.scenario.relative_tolerance);
  read_tolerance(resolver, *map, "absolute_tolerance", resolver.scenario.absolute_tolerance);
  if (resolver.diagnostics.has_errors()) return;
  const auto text = [&](double value) { return with_unit(value, time.unit); };
  if (!(time.start < time.stop)) {
    resolver.error("E1112",
                   fmt::format("runs would end at {}, before they start at {}", text(time.stop),
                               text(time.start)),
                   *map);
    return;
  }
  if (!(time.step > 0) || !(time.save > 0)) {
    resolver.error("E1112", "the time step and the time between saved points must be above 0",
                   *map);
    return;
  }
  if (!((time.stop - time.start) / time.step <= kMostSteps)) {
    resolver.error("E1112",
                   fmt::format("runs of {} in steps of {} would take more than 1e9 steps",
                               text(time.stop - time.start), text(time.step)),
                   *map);
    return;
  }
  const double steps = (time.stop - time.start) / time.step;
  if (std::abs(steps - std::round(steps)) > 1e-9 * steps) {
    resolver.error("E1112",
                   fmt::format("runs of {} are no whole number of steps of {}",
                               text(time.stop - time.start), text(time.step)),
                   *map);
    return;
  }
  const double ratio = time.save / time.step;
  if (std::round(ratio) < 1 || std::abs(ratio - std::round(ratio)) > 1e-9 * ratio) {
    resolver.error("E1112",
                   fmt::format("points are saved every {}, which is no whole number of steps of {}",
                               text(time.save), text(time.step)),
                   *map);
  }
}

}  // namespace slackwater::scenario
