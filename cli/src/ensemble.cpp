#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <memory>

#include "console.hpp"
#include "ensemble_begin.hpp"
#include "ensemble_options.hpp"
#include "ensemble_results.hpp"
#include "ensemble_shards.hpp"
#include "exit_code.hpp"
#include "lane_options.hpp"
#include "printable.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

int complete(const api::EnsembleFolder& folder, const EnsembleOptions& options) {
  if (const auto ended =
          run_ensemble_part(folder, options, resume_command(folder.path(), options))) {
    return *ended;
  }
  const auto missing = folder.files().count_missing(folder.plan().shards());
  if (missing > 0) return tell_missing(folder, options, missing);
  return pack_ensemble(folder, options);
}

int ensemble(const EnsembleOptions& options) {
  if (const auto refused = refuse_ensemble_arguments(options)) return *refused;
  const bool from_folder = is_folder(options.scenario);
  const auto folder =
      from_folder ? api::EnsembleFolder::open(options.scenario) : begin_ensemble(options);
  if (!folder) return fail(folder.diagnostics());
  print_diagnostics(folder.diagnostics());
  if (const auto summary = packed_before(*folder)) {
    print_error(fmt::format("{} is complete: nothing to run\n", folder->path()));
    return show_ensemble(*summary, options);
  }
  try {
    return complete(*folder, options);
  } catch (const results::FileError& error) {  // a full disk, a folder that may not be written
    print_error(printable(fmt::format("error: {}\n", error.what())));
    tell_how_to_go_on(*folder, options);
    return kFiles;
  }
}

}  // namespace

void add_ensemble(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "ensemble", "Run all samples of a scenario file into a folder, in shards that are kept");
  command->footer(
      "Examples:\n"
      "  slackwater ensemble scenarios/slack_and_rework.yaml --out study\n"
      "  slackwater ensemble --resume study\n"
      "  slackwater ensemble scenarios/slack_and_rework.yaml --out study --shards 2/4\n");
  auto options = std::make_shared<EnsembleOptions>();
  command
      ->add_option("scenario", options->scenario,
                   "The scenario file (.yaml); with --resume also the folder")
      ->required();
  command->add_option("--out", options->out, "Folder for plan.json, shards/ and results.h5")
      ->type_name("FOLDER");
  command->add_flag("--resume", options->resume, "Complete what is missing in the folder");
  command->add_flag("--quarantined", options->quarantined,
                    "Run shards in quarantine as well, which ended the processes that ran them");
  command->add_option("--shards", options->shards, "Run one part of several, such as 17/400")
      ->type_name("K/N")
      ->check([options](const std::string& text) {
        const auto part = ensemble_part(text);
        if (!part) return std::string("K/N is needed, with K from 1 to N, such as 17/400");
        options->part = *part;
        return std::string();
      });
  command->add_option("--samples", options->samples, "So many samples instead of the file's")
      ->type_name("INTEGER")
      ->check([](const std::string& text) { return no_whole_number(text, 1, 1e15); });
  command
      ->add_option("--shard-size", options->shard_size,
                   "Samples of a shard; chosen by size unless given")
      ->type_name("INTEGER")
      ->check([](const std::string& text) { return no_whole_number(text, 1, 1e9); });
  auto* series = command->add_flag("--series", options->keep_series,
                                   "Keep the saved variables of every run (unless told)");
  command->add_flag("--no-series", options->drop_series, "Keep measures, claims and fans alone")
      ->excludes(series);
  command
      ->add_option("--fans", options->fans,
                   "Quantiles over samples at saved times: indicators, saved or none")
      ->type_name("WHICH")
      ->check([](const std::string& text) {
        return api::fans_named(text) ? std::string() : "indicators, saved or none is needed";
      });
  add_threads(*command, options->threads);
  command->add_flag("--check", options->check, "Exit with 1 when a claim does not hold");
  command->add_flag("--strict", options->strict, "Exit with 1 when any run failed");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--json", options->json, "Print what was found as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  add_lane_options(*command, options->lanes);
  command->callback([options, &action] {
    if (options->keep_series) options->keep.series = true;
    if (options->drop_series) options->keep.series = false;
    options->keep.fans = api::fans_named(options->fans);
    if (options->shard_size) {
      options->keep.shard_size = static_cast<std::uint64_t>(*options->shard_size);
    }
    action = [options] { return ensemble(*options); };
  });
}

}  // namespace slackwater::cli
