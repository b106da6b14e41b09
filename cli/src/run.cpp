#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "interrupt.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "run_summary.hpp"
#include "setting_text.hpp"
#include "shell_word.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/results/csv.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/json.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string model;
  std::vector<std::string> set;
  std::string scenario;
  std::string policy;
  std::string future;
  std::optional<std::uint64_t> only;
  std::string out;
  std::vector<std::string> save;
  std::optional<std::string> method;
  std::optional<double> step;
  std::optional<double> stop;
  std::optional<double> save_step;
  std::optional<double> relative_tolerance;
  std::optional<double> absolute_tolerance;
  std::optional<std::int64_t> seed;
  bool beyond_range = false;
  bool reference = false;
  bool no_checks = false;
  bool strict_units = false;
  bool json = false;
  bool csv = false;
  bool quiet = false;
};

/// What ran, and what came out.
struct Ran {
  api::Model model;
  std::optional<api::Scenario> scenario;
  results::RunTable table;
};

api::RunOptions run_options(const Options& options) {
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
  run.reference = options.reference;
  run.checks = !options.no_checks;
  run.for_file = options.out.ends_with(".h5") || options.out.ends_with(".nc");
  return run;
}

/// What makes the numbers, as one line for a shell.
std::string command_text(const Options& options) {
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

void write_file(const Options& options, const Ran& ran) {
  if (options.out.ends_with(".h5") || options.out.ends_with(".nc")) {
    results::Provenance provenance;
    provenance.version = api::version();
    provenance.model_name = ran.model.source_name();
    provenance.model_text = ran.model.text();
    if (ran.scenario) {
      provenance.scenario_name = ran.scenario->source_name();
      provenance.scenario_text = ran.scenario->text();
    }
    const auto time = ran.scenario ? ran.scenario->time() : ran.model.time();
    provenance.method = options.method.value_or(time.method);
    provenance.time_step = options.step.value_or(time.step);
    const auto of_file = ran.scenario ? ran.scenario->seed() : 0;
    provenance.seed = options.seed ? static_cast<std::uint64_t>(*options.seed) : of_file;
    provenance.fingerprint = results::fingerprint(ran.table);
    provenance.command = command_text(options);
    results::StoreWriter(options.out).publish(ran.table, provenance);
  } else {
    results::AtomicFile file(options.out);
    results::write_csv(ran.table, [&](std::string_view piece) { file.write(piece); });
    file.publish();
  }
  print_error(fmt::format("wrote {}\n", options.out));
}

bool was_interrupted(const results::RunTable& table) {
  return !table.failures.empty() && table.failures.front().status == results::RunStatus::not_run;
}

int report_failure(const results::RunTable& table) {
  if (table.failures.empty()) return kFine;
  for (const auto& failure : table.failures) print_error(printable(failure.detail));
  return was_interrupted(table) ? kInterrupted : kRunFailed;
}

int show(const Options& options, const Ran& ran) {
  const auto& table = ran.table;
  // Half a run is no result: it replaces no file and is not shown.
  if (was_interrupted(table)) return report_failure(table);
  if (!options.out.empty()) write_file(options, ran);
  if (options.json) {
    print(results::to_json(table, {.series = true, .indent = 2}) + "\n");
  } else if (options.csv) {
    results::write_csv(table, print);
  } else if (options.out.empty()) {
    print(printable(run_summary(table, takes_unicode(STDOUT_FILENO))));
  }
  return report_failure(table);
}

template <class Work>
auto with_progress(const Options& options, const Work& work) {
  ProgressLine line("time steps", options.quiet || options.json || options.csv);
  return work(api::Progress{[&](std::size_t done, std::size_t total) { line.report(done, total); },
                            &interrupt_flag()});
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code unreadable;
  return std::filesystem::equivalent(a, b, unreadable);
}

int run(const Options& options) {
  const auto settings = run_options(options);
  if (options.scenario.empty()) {
    const auto model = api::load_model_file(options.model, options.strict_units);
    if (!model) return fail(model.diagnostics());
    print_diagnostics(model.diagnostics());
    auto table = with_progress(options, [&](const api::Progress& progress) {
      return api::run(*model, settings, progress);
    });
    if (!table) return fail(table.diagnostics());
    print_diagnostics(table.diagnostics());
    return show(options, {*model, std::nullopt, std::move(*table)});
  }
  const auto scenario = api::load_scenario_file(options.scenario, options.strict_units);
  if (!scenario) return fail(scenario.diagnostics());
  print_diagnostics(scenario->diagnostics());
  if (!options.model.empty() && !is_same_file(options.model, scenario->model().source_name())) {
    return usage_error(fmt::format("'{}' is not the model of '{}', which is '{}'", options.model,
                                   options.scenario, scenario->model().source_name()),
                       "leave the model out: the scenario file names it");
  }
  const auto policy = options.policy.empty() ? scenario->baseline() : options.policy;
  const auto future = options.future.empty() ? scenario->futures().front() : options.future;
  auto table = with_progress(options, [&](const api::Progress& progress) {
    return api::run(*scenario, policy, future, settings, progress);
  });
  if (!table) return fail(table.diagnostics());
  print_diagnostics(table.diagnostics());
  return show(options, {scenario->model(), *scenario, std::move(*table)});
}

[[noreturn]] void refuse(const std::string& message) { throw CLI::ValidationError(message); }

void check_arguments(const Options& options) {
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
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("run", "Run a model once");
  command->footer(
      "Examples:\n"
      "  slackwater run models/teacup.sd --set room_temperature=15 --out teacup.csv\n"
      "  slackwater run models/teacup.sd --set 'cooling_time=1 hour as minute' --step 1/64 --csv\n"
      "  slackwater run --scenario scenarios/slack_and_rework.yaml --policy protected\n"
      "  slackwater run --scenario scenarios/slack_and_rework.yaml --policy protected --only 17\n");
  auto options = std::make_shared<Options>();
  command->add_option("model", options->model, "The model (.sd)");
  add_settings(*command, options->set);
  command->add_flag("--beyond-range", options->beyond_range,
                    "--set may leave the ranges of the model, for tests of extremes");
  command->add_option("--scenario", options->scenario, "Take the run from this scenario file")
      ->type_name("FILE");
  command->add_option("--policy", options->policy, "Its policy; the baseline unless given")
      ->type_name("NAME");
  command->add_option("--future", options->future, "Its future; the first unless given")
      ->type_name("NAME");
  command
      ->add_option("--only", options->only,
                   "This sample of its uncertainty, counted from 0, instead of the defaults")
      ->type_name("INTEGER")
      ->check([](const std::string& text) {
        return text.starts_with('-') ? "it must not be negative" : std::string();
      });
  command->add_option("--out", options->out, "Write FILE.csv or FILE.h5")->type_name("FILE");
  command->add_option("--save", options->save, "Variables to keep; all unless given")
      ->type_name("NAME,..")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--method", options->method, "euler, rk2, rk4, dopri5, rosenbrock4, discrete")
      ->type_name("METHOD");
  add_number(*command, "--step", options->step, "Time step");
  add_number(*command, "--stop", options->stop, "Stop time");
  add_number(*command, "--save-step", options->save_step, "Time between saved points");
  add_number(
      *command, "--tolerance", options->relative_tolerance,
      "Error of a step of dopri5 and rosenbrock4, as a share of each stock; 1e-7 unless given");
  add_number(*command, "--absolute-tolerance", options->absolute_tolerance,
             "The same in the stocks' own units; 1e-9 unless given");
  command
      ->add_option("--seed", options->seed, "Seed of random functions; else the scenario's, or 0")
      ->type_name("INTEGER")
      ->check([](const std::string& text) {
        return text.starts_with('-') ? "it must not be negative" : std::string();
      });
  command->add_flag("--reference", options->reference, "Use the slow reference interpreter");
  command->add_flag("--no-checks", options->no_checks, "Do not test the model's check invariants");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  auto* csv = command->add_flag("--csv", options->csv, "Print the series as CSV");
  command->add_flag("--json", options->json, "Print the series as JSON")->excludes(csv);
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &action] {
    check_arguments(*options);
    action = [options] { return run(*options); };
  });
}

}  // namespace slackwater::cli
