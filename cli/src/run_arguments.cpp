#include "run_arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <algorithm>

#include "file_kind.hpp"
#include "lane_options.hpp"
#include "setting_text.hpp"
#include "shell_word.hpp"
#include "slackwater/base/number.hpp"
#include "usage.hpp"

namespace slackwater::cli {

api::RunOptions run_options(const RunArguments& options) {
  api::RunOptions run;
  run.set = read_settings(options.set);
  run.beyond_range = options.beyond_range;
  run.save = options.save;
  run.method = options.method;
  run.time_step = options.step;
  run.stop_time = options.stop;
  run.save_step = options.save_step;
  run.relative_tolerance = options.relative_tolerance;
  run.absolute_tolerance = options.absolute_tolerance;
  if (options.seed) run.seed = static_cast<std::uint64_t>(*options.seed);
  run.only = options.only;
  static_cast<api::LaneOptions&>(run) = options.lanes;
  run.reference = options.reference;
  run.checks = !options.no_checks;
  run.for_file = options.out.ends_with(".h5") || options.out.ends_with(".nc");
  return run;
}

base::Result<api::Scenario> with_samples(base::Result<api::Scenario> scenario,
                                         const RunArguments& options) {
  if (!scenario || !options.samples) return scenario;
  auto other = api::with_samples(*scenario, *options.samples);
  if (!other) return other.diagnostics();
  return {std::move(*other), std::move(scenario.diagnostics())};
}

/// What makes the numbers, as one line for a shell.
std::string command_text(const RunArguments& options) {
  std::string text = "slackwater run";
  const auto add = [&](std::string_view name, const std::string& value) {
    text += fmt::format(" {} {}", name, shell_word(value));
  };
  const auto number = [&](std::string_view name, const std::optional<double>& value) {
    if (value) add(name, base::format_number(*value));
  };
  if (!options.model.empty()) text += " " + shell_word(options.model);
  if (!options.scenario.empty()) add("--scenario", options.scenario);
  if (!options.policy.empty()) add("--policy", options.policy);
  if (!options.future.empty()) add("--future", options.future);
  if (options.only) add("--only", std::to_string(*options.only));
  if (options.samples) add("--samples", std::to_string(*options.samples));
  for (const auto& set : options.set) add("--set", set);
  if (options.beyond_range) text += " --beyond-range";
  if (!options.save.empty()) add("--save", fmt::format("{}", fmt::join(options.save, ",")));
  if (options.method) add("--method", *options.method);
  number("--step", options.step);
  number("--stop", options.stop);
  number("--save-step", options.save_step);
  number("--tolerance", options.relative_tolerance);
  number("--absolute-tolerance", options.absolute_tolerance);
  if (options.seed) add("--seed", std::to_string(*options.seed));
  if (options.reference) text += " --reference";
  if (options.no_checks) text += " --no-checks";
  if (options.strict_units) text += " --strict-units";
  add("--out", options.out);
  return text;
}

namespace {

[[noreturn]] void refuse(const std::string& message) { throw CLI::ValidationError(message); }

}  // namespace

void check_arguments(const RunArguments& options) {
  if (options.model.empty() && options.scenario.empty()) {
    refuse("give a model, or --scenario FILE with --policy and --future");
  }
  if (is_scenario(options.model)) {
    refuse(fmt::format("'{}' is a scenario file: give it to compare, or to run --scenario",
                       options.model));
  }
  check_settings(options.set);
  if (!options.out.empty() && !options.out.ends_with(".csv") && !options.out.ends_with(".h5") &&
      !options.out.ends_with(".nc")) {
    refuse(fmt::format("--out '{}' must end in .csv or .h5", options.out));
  }
  if (options.scenario.empty() && (!options.policy.empty() || !options.future.empty())) {
    refuse("--policy and --future go with --scenario FILE");
  }
  if (options.scenario.empty() && options.only) refuse("--only goes with --scenario FILE");
  if (!options.only && options.samples) refuse("--samples goes with --only");
}

void add_run_arguments(CLI::App& command, RunArguments& options) {
  command.add_option("model", options.model, "The model (.sd)");
  add_settings(command, options.set);
  command.add_flag("--beyond-range", options.beyond_range,
                   "--set may leave the ranges of the model, for tests of extremes");
  command.add_option("--scenario", options.scenario, "Take the run from this scenario file")
      ->type_name("FILE");
  command.add_option("--policy", options.policy, "Its policy; the baseline unless given")
      ->type_name("NAME");
  command.add_option("--future", options.future, "Its future; the first unless given")
      ->type_name("NAME");
  command
      .add_option("--only", options.only,
                  "This sample of its uncertainty, counted from 0, instead of the defaults")
      ->type_name("INTEGER")
      ->check([](const std::string& text) {
        return text.starts_with('-') ? "it must not be negative" : std::string();
      });
  command
      .add_option("--samples", options.samples,
                  "Of so many samples of its uncertainty; as many as the file says unless given")
      ->type_name("INTEGER")
      ->check([](const std::string& text) {
        return text.starts_with('-') ? "it must not be negative" : std::string();
      });
  command.add_option("--out", options.out, "Write FILE.csv or FILE.h5")->type_name("FILE");
  command.add_option("--save", options.save, "Variables to keep; all unless given")
      ->type_name("NAME,..")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--method", options.method, "euler, rk2, rk4, dopri5, rosenbrock4, discrete")
      ->type_name("METHOD");
  add_number(command, "--step", options.step, "Time step");
  add_number(command, "--stop", options.stop, "Stop time");
  add_number(command, "--save-step", options.save_step, "Time between saved points");
  add_number(
      command, "--tolerance", options.relative_tolerance,
      "Error of a step of dopri5 and rosenbrock4, as a share of each stock; 1e-7 unless given");
  add_number(command, "--absolute-tolerance", options.absolute_tolerance,
             "The same in the stocks' own units; 1e-9 unless given");
  command.add_option("--seed", options.seed, "Seed of random functions; else the scenario's, or 0")
      ->type_name("INTEGER")
      ->check([](const std::string& text) {
        return text.starts_with('-') ? "it must not be negative" : std::string();
      });
  command.add_flag("--reference", options.reference, "Use the slow reference interpreter");
  command.add_flag("--no-checks", options.no_checks, "Do not test the model's check invariants");
  command.add_flag("--strict-units", options.strict_units, "A missing unit is an error");
  auto* csv = command.add_flag("--csv", options.csv, "Print the series as CSV");
  command.add_flag("--json", options.json, "Print the series as JSON")->excludes(csv);
  command.add_flag("--quiet", options.quiet, "No progress");
  add_lane_options(command, options.lanes);
}

std::optional<RunArguments> read_command(const std::string& text) {
  auto words = shell_words(text);
  if (words.size() < 3 || words[0] != "slackwater" || words[1] != "run") return std::nullopt;
  words.erase(words.begin(), words.begin() + 2);
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  CLI::App app;
  RunArguments arguments;
  add_run_arguments(app, arguments);
  try {
    app.parse(words);
    check_arguments(arguments);
  } catch (const CLI::Error&) {
    return std::nullopt;
  }
  return arguments;
}

}  // namespace slackwater::cli
