#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <memory>

#include "console.hpp"
#include "ensemble_summary.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "lane_options.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "shell_word.hpp"
#include "slackwater/api/ensemble_folder.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

namespace fs = std::filesystem;

/// "17/400": one of several parts, counted from 1.
struct Part {
  std::size_t part = 1;
  std::size_t parts = 1;
};

struct Options {
  std::string scenario;
  std::string out;
  std::string shards;
  Part part;
  api::KeepOptions keep;
  std::string fans;
  std::optional<double> samples;  ///< instead of the file's
  std::optional<double> shard_size;
  bool keep_series = false;
  bool drop_series = false;
  int threads = 0;
  bool resume = false;
  bool quarantined = false;  ///< shards in quarantine are run as well
  bool check = false;
  bool strict = false;
  bool strict_units = false;
  bool json = false;
  bool quiet = false;
  api::LaneOptions lanes;
};

std::optional<Part> part_in(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto whole = [](const std::string& digits) -> std::optional<std::size_t> {
    const bool plain = !digits.empty() && digits.size() < 10 &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    if (!plain) return std::nullopt;
    return std::stoul(digits);
  };
  const auto part = whole(text.substr(0, slash));
  const auto parts = whole(text.substr(slash + 1));
  if (!part || !parts || *part < 1 || *part > *parts) return std::nullopt;
  return Part{*part, *parts};
}

std::string resume_command(const std::string& folder, const Options& options) {
  std::string text = "slackwater ensemble --resume " + shell_word(folder);
  if (!options.shards.empty()) text += " --shards " + options.shards;
  return text;
}

// What is not said is as the folder has it.
api::KeepOptions keep_options(const Options& options, const std::optional<api::EnsemblePlan>& was) {
  auto keep = options.keep;
  if (!was) return keep;
  if (!keep.series) keep.series = was->series;
  if (!keep.fans) keep.fans = was->fans;
  if (!keep.shard_size) keep.shard_size = was->shard_size;
  return keep;
}

// Results are never overwritten; parts meet in one folder.
void refuse_full_folder(const Options& options, bool has_plan) {
  if (has_plan && !options.resume && options.shards.empty()) {
    throw results::FileError(options.out, "holds an ensemble already",
                             fmt::format("`{}` completes it; or choose another folder with --out",
                                         resume_command(options.out, options)));
  }
  const auto results = fs::path(options.out) / "results.h5";
  if (!has_plan && fs::exists(results)) {
    throw results::FileError(results.string(), "is there already",
                             "choose another folder with --out");
  }
}

base::Result<api::EnsembleFolder> begin(const Options& options) {
  const bool has_plan = results::ShardFolder::has_plan(options.out);
  refuse_full_folder(options, has_plan);
  auto scenario = api::load_scenario_file(options.scenario, options.strict_units);
  if (!scenario) return scenario.diagnostics();
  if (options.samples) {
    auto other = api::with_samples(*scenario, static_cast<std::uint64_t>(*options.samples));
    if (!other) return other.diagnostics();
    *scenario = std::move(*other);
  }
  std::optional<api::EnsemblePlan> was;
  if (has_plan) {
    const auto there = api::EnsembleFolder::open(options.out);
    if (there) was = there->plan();
  }
  auto plan = api::plan_ensemble(*scenario, keep_options(options, was), options.strict_units);
  if (!plan) return plan.diagnostics();
  auto folder = api::EnsembleFolder::create(options.out, *plan);
  auto diagnostics = scenario->diagnostics();
  diagnostics.append(plan.diagnostics());
  diagnostics.append(folder.diagnostics());
  if (!folder) return diagnostics;
  return {std::move(*folder), std::move(diagnostics)};
}

// A place that may not be looked into is told when it is read.
bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

/// The arguments that have no meaning together; empty: none.
std::optional<int> refuse_arguments(const Options& options) {
  if (options.scenario.ends_with(".sd")) {
    return usage_error(fmt::format("'{}' is a model, not a scenario file", options.scenario),
                       fmt::format("`slackwater run {}` runs it once", options.scenario));
  }
  if (is_folder(options.scenario)) {
    if (!options.resume) {
      return usage_error(fmt::format("'{}' is a folder, not a scenario file", options.scenario),
                         "--resume goes on with the ensemble in a folder");
    }
    if (!options.out.empty() || options.keep != api::KeepOptions() || options.samples ||
        options.strict_units) {
      return usage_error(
          "what a folder holds is decided by its plan",
          fmt::format("`{}` goes on with it", resume_command(options.scenario, options)));
    }
    return std::nullopt;
  }
  if (options.out.empty()) {
    return usage_error("an ensemble needs a folder to be kept in", "--out FOLDER names it");
  }
  return std::nullopt;
}

void tell_how_to_go_on(const api::EnsembleFolder& folder, const Options& options) {
  print_error("complete shards are kept; to go on: " + resume_command(folder.path(), options) +
              "\n");
}

int interrupted(const api::EnsembleFolder& folder, const Options& options,
                const base::Diagnostics& diagnostics) {
  const int code = fail(diagnostics);
  if (code == kInterrupted) tell_how_to_go_on(folder, options);
  return code;
}

void tell_set_aside(const std::vector<std::string>& files) {
  for (const auto& file : files) {
    print_error(
        printable(fmt::format("warning: a damaged shard is set aside as {}; its samples "
                              "are run again\n",
                              file)));
  }
}

std::string numbers_of(const std::vector<std::size_t>& shards) {
  constexpr std::size_t kShown = 10;
  const auto shown = std::min(kShown, shards.size());
  auto text = fmt::format(
      "{}", fmt::join(shards.begin(), shards.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shards.size() > shown) text += fmt::format(" and {} more", shards.size() - shown);
  return text;
}

// What a shard in quarantine has done to others it would do to this process, and to the shards that
// are under way: it is run on demand alone.
std::vector<std::size_t> leave_in_quarantine(const api::EnsembleFolder& folder,
                                             const Options& options,
                                             std::vector<std::size_t>& missing) {
  std::vector<std::size_t> left;
  if (options.quarantined) return left;
  std::ranges::set_intersection(missing, folder.files().quarantined(), std::back_inserter(left));
  if (left.empty()) return left;
  std::erase_if(missing,
                [&](std::size_t shard) { return std::ranges::binary_search(left, shard); });
  const bool one = left.size() == 1;
  print_error(printable(fmt::format(
      "warning: {} {} {} in quarantine and {} left out: each process that computed {} has ended "
      "({}/quarantine says how often)\n   to run {} again: {} --quarantined\n",
      one ? "shard" : "shards", numbers_of(left), one ? "is" : "are", one ? "is" : "are",
      one ? "it" : "one of them", folder.path(), one ? "it" : "them",
      resume_command(folder.path(), options))));
  return left;
}

// They are there now.
void release(const api::EnsembleFolder& folder, const std::vector<std::size_t>& shards) {
  for (const auto shard : shards) folder.files().release(shard);
}

// Runs what is missing of the part; nothing when all is well.
std::optional<int> run_part(const api::EnsembleFolder& folder, const Options& options,
                            const std::string& command) {
  const auto& cancel = interrupt_flag();
  const auto lock = folder.lock(options.part.part, options.part.parts, command);
  auto states = api::check_part(folder, options.part.part, options.part.parts, {{}, &cancel});
  tell_set_aside(states.set_aside);
  const auto left = leave_in_quarantine(folder, options, states.missing);
  const auto space = api::check_space(folder, states.missing);
  if (space.has_errors()) return fail(space);
  const auto diagnostics = [&] {
    ProgressLine line("runs", options.quiet || options.json);
    return folder.run_shards(
        {states.missing, options.threads, 0, options.lanes},
        {[&](std::size_t done, std::size_t total) { line.report(done, total); }, &cancel});
  }();
  if (diagnostics.has_errors()) return interrupted(folder, options, diagnostics);
  print_diagnostics(diagnostics);
  if (options.quarantined) release(folder, states.missing);
  if (!left.empty()) return kRunFailed;
  return std::nullopt;
}

// Runs nothing and writes nothing where everything is there already. A file that cannot be read is
// packed again: the shards have all that it had.
std::optional<results::EnsembleSummary> packed_before(const api::EnsembleFolder& folder) {
  const auto path = folder.files().results_path();
  std::error_code ignored;
  if (!fs::exists(path, ignored) || !api::is_complete(folder)) return std::nullopt;
  try {
    return results::read_summary(path);
  } catch (const results::FileError& error) {
    print_error(printable(fmt::format("warning: {}; it is packed again\n", error.problem())));
    return std::nullopt;
  }
}

/// The verdict that the exit code carries, whether the runs were made now or found.
int code_of(const results::EnsembleSummary& summary, const Options& options) {
  const auto failed = summary.failed_runs();
  if (failed == summary.runs || (options.strict && failed > 0)) return kRunFailed;
  const bool hold = std::ranges::all_of(summary.claims, &results::Claim::passed);
  return options.check && !hold ? kRunFailed : kFine;
}

int show(const results::EnsembleSummary& summary, const Options& options) {
  if (options.json) {
    print(ensemble_json(summary));
  } else {
    print(printable(ensemble_text(summary, {.width = terminal_width(),
                                            .color = wants_color(STDOUT_FILENO),
                                            .unicode = takes_unicode(STDOUT_FILENO)})));
  }
  std::fflush(stdout);
  return code_of(summary, options);
}

int pack(const api::EnsembleFolder& folder, const Options& options) {
  const auto& cancel = interrupt_flag();
  const auto packed = [&] {
    ProgressLine line("shards packed", options.quiet || options.json);
    return folder.pack(
        options.threads,
        {[&](std::size_t done, std::size_t total) { line.report(done, total); }, &cancel});
  }();
  if (!packed) return interrupted(folder, options, packed.diagnostics());
  print_diagnostics(packed.diagnostics());
  const int code = show(results::read_summary(folder.files().results_path()), options);
  print_error(fmt::format("wrote {}{}\n", folder.files().results_path(),
                          packed->is_virtual ? ", whose series stay in the shards" : ""));
  return code;
}

// What a part says when others are not there yet.
int tell_missing(const api::EnsembleFolder& folder, const Options& options, std::size_t missing) {
  const auto shards = folder.plan().shards();
  print_error(fmt::format(
      "part {} is complete; {} of {} are missing in other parts\n"
      "when they are there, this packs the results: slackwater ensemble --resume {}\n",
      options.shards, missing, counted(shards, "shard", "shards"), shell_word(folder.path())));
  return kFine;
}

int complete(const api::EnsembleFolder& folder, const Options& options) {
  if (const auto ended = run_part(folder, options, resume_command(folder.path(), options))) {
    return *ended;
  }
  const auto missing = folder.files().count_missing(folder.plan().shards());
  if (missing > 0) return tell_missing(folder, options, missing);
  return pack(folder, options);
}

int ensemble(const Options& options) {
  if (const auto refused = refuse_arguments(options)) return *refused;
  const bool from_folder = is_folder(options.scenario);
  const auto folder = from_folder ? api::EnsembleFolder::open(options.scenario) : begin(options);
  if (!folder) return fail(folder.diagnostics());
  print_diagnostics(folder.diagnostics());
  if (const auto summary = packed_before(*folder)) {
    print_error(fmt::format("{} is complete: nothing to run\n", folder->path()));
    return show(*summary, options);
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
  auto options = std::make_shared<Options>();
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
        const auto part = part_in(text);
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
