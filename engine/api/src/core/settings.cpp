#include "core/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "slackwater/base/method.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

bool is_whole_multiple(double whole, double part) {
  const double ratio = whole / part;
  return std::abs(ratio - std::round(ratio)) <= 1e-9 * std::max(1.0, std::abs(ratio));
}

void check_times(const model::TimeSettings& time, base::Diagnostics& diagnostics) {
  const bool finite = std::isfinite(time.start) && std::isfinite(time.stop) &&
                      std::isfinite(time.step) && std::isfinite(time.save);
  if (!finite || time.step <= 0 || time.save <= 0) {
    diagnostics.error("E9005", "time step and save step must be positive numbers", {});
    return;
  }
  if (time.stop < time.start) {
    diagnostics.error("E9005", "the stop time lies before the start time", {});
  }
  if ((time.stop - time.start) / time.step > 1e9) {
    diagnostics.error("E9005", "the run would take more than 1e9 steps", {},
                      "choose a larger time step or an earlier stop");
  }
  const double steps = (time.stop - time.start) / time.step;
  if (!is_whole_multiple(time.stop - time.start, time.step)) {
    const auto text = [](double x) { return base::format_significant(x, 12); };
    diagnostics.error(
        "E9005",
        fmt::format("from {} to {} are {} time steps of {}, which is no whole number",
                    text(time.start), text(time.stop), text(steps), text(time.step)),
        {},
        fmt::format("a stop time of {} would fit, or a time step that divides the span",
                    text(time.start + std::ceil(steps) * time.step)));
  }
  if (!is_whole_multiple(time.save, time.step)) {
    diagnostics.error("E9005", "the save step is not a whole multiple of the time step", {},
                      "save every time step, or choose steps such as 1/8 and 1");
  }
}

std::string one_of(const std::string& given, const std::vector<std::string>& known) {
  const auto closest = base::closest_name(given, known);
  return closest.empty() ? fmt::format("choose one of {}", fmt::join(known, ", "))
                         : "did you mean '" + closest + "'?";
}

void check_instruction_set(const std::string& given, base::Diagnostics& diagnostics) {
  if (given.empty() || run::instruction_set_named(given)) return;
  diagnostics.error("E9018", "no instruction set '" + given + "'", {},
                    one_of(given, {"scalar", "sse4", "avx2", "avx3", "best"}));
}

}  // namespace

base::Result<model::TimeSettings> time_settings(const model::TimeSettings& of_model,
                                                const RunOptions& options) {
  model::TimeSettings time = of_model;
  base::Diagnostics diagnostics;
  if (options.method) {
    const auto method = model::method_named(*options.method);
    if (method) {
      time.method = *method;
    } else {
      diagnostics.error("E9004", "no method '" + *options.method + "'", {},
                        one_of(*options.method, base::method_names()));
    }
  }
  time.start = options.start_time.value_or(time.start);
  time.stop = options.stop_time.value_or(time.stop);
  time.step = options.time_step.value_or(time.step);
  time.save =
      options.save_step.value_or(options.time_step ? std::max(time.save, time.step) : time.save);
  check_times(time, diagnostics);
  check_instruction_set(options.instruction_set, diagnostics);
  if (diagnostics.has_errors()) return diagnostics;
  return time;
}

run::Settings run_settings(const model::TimeSettings& time, const RunOptions& options) {
  run::Settings settings;
  settings.method = time.method;
  settings.start_time = time.start;
  settings.stop_time = time.stop;
  settings.time_step = time.step;
  settings.save_step = time.save;
  if (options.absolute_tolerance) settings.absolute_tolerance = *options.absolute_tolerance;
  if (options.relative_tolerance) settings.relative_tolerance = *options.relative_tolerance;
  settings.seed = options.seed.value_or(0);
  settings.checks = options.checks;
  settings.width = options.width;
  if (!options.instruction_set.empty()) {
    settings.instruction_set = *run::instruction_set_named(options.instruction_set);
  }
  return settings;
}

program::CompileOptions compile_options(const model::TimeSettings& time, const RunOptions& options,
                                        std::vector<model::ElementId> outputs) {
  program::CompileOptions compile;
  compile.outputs = std::move(outputs);
  compile.checks = options.checks;
  compile.uniform_time = !is_adaptive(time.method);
  if (!options.passes) compile.passes = program::Passes::none();
  return compile;
}

namespace {

constexpr std::string_view kStart = "start ";

base::Place whole(const base::SourcePtr& source) {
  return {source, {0, static_cast<std::uint32_t>(source->text().size())}};
}

std::string unit_of(const model::Model& model, const std::string& target) {
  const auto elements = model.match_elements(target);
  return elements.empty() ? std::string("1") : model.variable_of(elements.front()).unit;
}

// What messages point at; a number has no text of its own.
std::string shown(const Setting& setting) {
  if (const auto* text = std::get_if<std::string>(&setting.value)) return *text;
  if (const auto* number = std::get_if<double>(&setting.value)) {
    return base::format_number(*number);
  }
  std::string points;
  for (const auto& [time, value] : std::get<Profile>(setting.value).points) {
    points += (points.empty() ? "" : ", ") + base::format_number(time) + ": " +
              base::format_number(value);
  }
  return "{" + points + "}";
}

}  // namespace

namespace {

// Without `forms` a text is a rule whatever it says.
std::vector<model::Override> read(const model::Model& model, const Forms* forms,
                                  const std::vector<Setting>& settings, bool beyond_range) {
  std::vector<model::Override> out;
  for (const auto& setting : settings) {
    model::Override override;
    override.beyond_range = beyond_range;
    override.target = setting.target;
    if (override.target.starts_with(kStart)) {
      override.start = true;
      override.target.erase(0, kStart.size());
    }
    const auto* text = std::get_if<std::string>(&setting.value);
    auto source =
        std::make_shared<const base::SourceText>("setting of " + setting.target, shown(setting));
    override.place = whole(source);
    if (text) {
      override.value = model::Override::Rule{source, override.place.span};
      if (forms != nullptr) {
        const auto number =
            forms->constant(source, override.place.span, model, unit_of(model, override.target));
        if (number) override.value = *number;
      }
    } else if (const auto* profile = std::get_if<Profile>(&setting.value)) {
      override.value = model::Override::Profile{profile->points, profile->ramp};
    } else {
      override.value = std::get<double>(setting.value);
    }
    out.push_back(std::move(override));
  }
  return out;
}

}  // namespace

std::vector<model::Override> read_settings(const Model::Implementation& model,
                                           const std::vector<Setting>& settings,
                                           bool beyond_range) {
  return read(model.model, model.forms.get(), settings, beyond_range);
}

std::vector<model::Override> read_rules(const model::Model& model,
                                        const std::vector<Setting>& settings) {
  return read(model, nullptr, settings, true);
}

namespace {

/// The first value of an override outside the range; nothing for a rule, which nobody knows yet.
std::optional<double> value_outside(const model::Override& override, const model::Range& range) {
  const auto outside = [&](double value) { return value < range.low || value > range.high; };
  if (const auto* number = std::get_if<double>(&override.value)) {
    return outside(*number) ? std::optional(*number) : std::nullopt;
  }
  if (const auto* profile = std::get_if<model::Override::Profile>(&override.value)) {
    for (const auto& [time, value] : profile->points) {
      if (outside(value)) return value;
    }
  }
  return std::nullopt;
}

}  // namespace

base::Diagnostics named_beyond_range(const model::Model& model,
                                     const std::vector<model::Override>& overrides) {
  base::Diagnostics diagnostics;
  for (const auto& override : overrides) {
    const auto elements = model.match_elements(override.target);
    if (!override.beyond_range || override.start || elements.empty()) continue;
    const auto& range = model.variable_of(elements.front()).range;
    if (!range) continue;
    const auto value = value_outside(override, *range);
    const bool rule = std::holds_alternative<model::Override::Rule>(override.value);
    if (!value && !rule) continue;
    const auto words = value ? base::format_number(*value) + ", outside" : "a rule, not held to";
    diagnostics.warning(
        "W9005",
        fmt::format("'{}' is {} its range {} .. {}", override.target, words,
                    base::format_number(range->low), base::format_number(range->high)),
        override.place, "a test of extremes: the model does not claim to hold there");
  }
  return diagnostics;
}

}  // namespace slackwater::api
