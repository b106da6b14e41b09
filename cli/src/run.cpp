#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "run_arguments.hpp"
#include "run_summary.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/results/csv.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/json.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

/// What ran, and what came out.
struct Ran {
  api::Model model;
  std::optional<api::Scenario> scenario;
  results::RunTable table;
};

void write_file(const RunArguments& options, const Ran& ran) {
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
    provenance.files = ran.scenario ? ran.scenario->file_hashes() : ran.model.file_hashes();
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

int show(const RunArguments& options, const Ran& ran) {
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
auto with_progress(const RunArguments& options, const Work& work) {
  ProgressLine line("time steps", options.quiet || options.json || options.csv);
  return work(api::Progress{[&](std::size_t done, std::size_t total) { line.report(done, total); },
                            &interrupt_flag()});
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code unreadable;
  return std::filesystem::equivalent(a, b, unreadable);
}

int run(const RunArguments& options) {
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
  const auto scenario =
      with_samples(api::load_scenario_file(options.scenario, options.strict_units), options);
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

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("run", "Run a model once");
  command->footer(
      "Examples:\n"
      "  slackwater run models/teacup.sd --set room_temperature=15 --out teacup.csv\n"
      "  slackwater run models/teacup.sd --set 'cooling_time=1 hour as minute' --step 1/64 --csv\n"
      "  slackwater run --scenario scenarios/slack_and_rework.yaml --policy protected\n"
      "  slackwater run --scenario scenarios/slack_and_rework.yaml --policy protected --only 17\n");
  auto options = std::make_shared<RunArguments>();
  add_run_arguments(*command, *options);
  command->callback([options, &action] {
    check_arguments(*options);
    action = [options] { return run(*options); };
  });
}

}  // namespace slackwater::cli
