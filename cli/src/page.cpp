#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "player.hpp"
#include "progress_line.hpp"
#include "shell_word.hpp"
#include "slackwater/api/page.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string scenario;
  std::string out;
  int threads = 0;
  bool defaults_only = false;
  bool strict_units = false;
  bool json = false;
  bool quiet = false;
};

std::string command_text(const Options& options) {
  std::string text = "slackwater page " + shell_word(options.scenario);
  if (options.defaults_only) text += " --defaults-only";
  if (options.strict_units) text += " --strict-units";
  return text + (options.json ? " --json" : " -o " + shell_word(options.out));
}

int page(const Options& options) {
  if (options.scenario.ends_with(".sd")) {
    return usage_error(fmt::format("'{}' is a model, not a scenario file", options.scenario),
                       "a page compares the policies of a scenario file");
  }
  if (options.out.empty() && !options.json) {
    return usage_error("where the page is to go is missing", "add `-o page.html`");
  }
  // Nobody waits for runs that no page can show.
  if (!options.json) {
    const auto refused = api::check_player(player());
    if (refused.has_errors()) return fail(refused);
  }
  const auto scenario = api::load_scenario_file(options.scenario, options.strict_units);
  if (!scenario) return fail(scenario.diagnostics());
  print_diagnostics(scenario->diagnostics());

  const auto& interrupted = interrupt_flag();
  const auto comparison = [&] {
    ProgressLine line("runs", options.quiet || options.json);
    return api::compare(
        *scenario,
        {.threads = options.threads,
         .with_samples = !options.defaults_only,
         .command = command_text(options)},
        {[&](std::size_t done, std::size_t total) { line.report(done, total); }, &interrupted});
  }();
  if (!comparison) {
    const int code = fail(comparison.diagnostics());
    if (code == kInterrupted) print_error("to run it again: " + command_text(options) + "\n");
    return code;
  }
  print_diagnostics(comparison.diagnostics());
  if (options.json) {
    const auto payload = api::page_payload(*scenario, *comparison);
    if (!payload) return fail(payload.diagnostics());
    print(*payload + "\n");
    return kFine;
  }
  const auto text = api::page(*scenario, *comparison, {.player = player()});
  if (!text) return fail(text.diagnostics());
  results::publish_file(options.out, *text);
  print(fmt::format("wrote {} ({:.0f} KB)\n", options.out,
                    static_cast<double>(text->size()) / 1000.0));
  return kFine;
}

}  // namespace

void add_page(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "page", "Make one what-if page of a scenario file: it works offline, in any browser");
  command->footer(
      "Examples:\n"
      "  slackwater page scenarios/slack_and_rework.yaml -o page.html\n");
  auto options = std::make_shared<Options>();
  command->add_option("scenario", options->scenario, "The scenario file (.yaml)")->required();
  command->add_option("-o,--out", options->out, "The page to write, or to replace")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "Print what the page is made of as JSON instead");
  add_threads(*command, options->threads);
  command->add_flag("--defaults-only", options->defaults_only, "Leave out the uncertainty samples");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &action] { action = [options] { return page(*options); }; });
}

}  // namespace slackwater::cli
