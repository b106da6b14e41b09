#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "run_arguments.hpp"
#include "slackwater/api/reproduce.hpp"
#include "slackwater/results/differences.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string file;
  int threads = 0;
  bool json = false;
  bool quiet = false;
};

bool is_comparison(const results::Provenance& origin) {
  return !origin.scenario_text.empty() && !origin.command.starts_with("slackwater run ");
}

// A run says in its command what it was told, and holds the texts.
base::Result<results::Comparison> run_again(const results::Provenance& origin,
                                            const std::string& file,
                                            const api::Progress& progress) {
  const auto arguments = read_command(origin.command);
  if (!arguments) {
    throw results::FileError(file, "does not say how its runs were made",
                             "files of `slackwater run --out` and of comparisons do");
  }
  const auto options = run_options(*arguments);
  base::Result<results::RunTable> table = [&]() -> base::Result<results::RunTable> {
    if (arguments->scenario.empty()) {
      const auto model = api::load_model_of(origin, file);
      if (!model) return model.diagnostics();
      return api::run(*model, options, progress);
    }
    const auto scenario = with_samples(api::load_scenario_of(origin, file), *arguments);
    if (!scenario) return scenario.diagnostics();
    const auto policy = arguments->policy.empty() ? scenario->baseline() : arguments->policy;
    const auto future = arguments->future.empty() ? scenario->futures().front() : arguments->future;
    return api::run(*scenario, policy, future, options, progress);
  }();
  if (!table) return table.diagnostics();
  results::Comparison out;
  out.defaults = std::move(*table);
  out.provenance = origin;
  out.provenance.fingerprint = results::fingerprint(out.defaults);
  return out;
}

base::Result<results::Comparison> compute_again(const Options& options,
                                                const results::Comparison& found) {
  ProgressLine line(is_comparison(found.provenance) ? "runs" : "time steps",
                    options.quiet || options.json);
  const api::Progress progress{
      [&](std::size_t done, std::size_t total) { line.report(done, total); }, &interrupt_flag()};
  if (!is_comparison(found.provenance)) return run_again(found.provenance, options.file, progress);
  return api::compare_again(found, options.file, {.threads = options.threads}, progress);
}

std::string version_note(const std::string& made_by) {
  if (made_by == api::version()) return {};
  return fmt::format("made by version {}, computed again by version {}\n", made_by, api::version());
}

using Json = nlohmann::ordered_json;

Json first_json(const results::Differences& outcome) {
  if (!outcome.first) return nullptr;
  return {{"what", outcome.first->what},
          {"where", outcome.first->where},
          {"in_file", outcome.first->left},
          {"again", outcome.first->right}};
}

void show_json(const Options& options, const results::Comparison& found,
               const results::Differences& outcome) {
  Json json{{"file", options.file},
            {"same", outcome.different == 0},
            {"made_by", found.provenance.version},
            {"version", std::string(api::version())},
            {"fingerprint", found.provenance.fingerprint},
            {"compared", outcome.compared},
            {"different", outcome.different},
            {"names", outcome.names},
            {"first", first_json(outcome)}};
  print(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

constexpr std::size_t kNamesShown = 8;

std::string differing(const results::Differences& outcome) {
  auto text =
      fmt::format("{} of {} numbers and texts differ, in:\n", outcome.different, outcome.compared);
  for (std::size_t i = 0; i < std::min(kNamesShown, outcome.names.size()); ++i) {
    text += "  " + outcome.names[i] + "\n";
  }
  if (outcome.names.size() > kNamesShown) {
    text += fmt::format("  and {} more\n", outcome.names.size() - kNamesShown);
  }
  const auto& first = *outcome.first;
  text += fmt::format("first: {}{}{}: {} in the file, {} now\n", first.what,
                      first.where.empty() ? "" : ", ", first.where, first.left, first.right);
  return text;
}

void show(const Options& options, const results::Comparison& found,
          const results::Differences& outcome) {
  if (options.json) return show_json(options, found, outcome);
  print(version_note(found.provenance.version));
  if (outcome.different > 0) {
    print(printable(differing(outcome)));
    return;
  }
  print(fmt::format("{} numbers and texts are the same, bit for bit\nfingerprint {}\n",
                    outcome.compared, found.provenance.fingerprint));
}

void show_json(const Options& options, const std::string& made_by,
               const api::ShardsAgain& outcome) {
  Json json{{"file", options.file},
            {"same", outcome.differing.empty()},
            {"made_by", made_by},
            {"version", std::string(api::version())},
            {"shards", outcome.shards},
            {"missing", outcome.missing},
            {"bytes", outcome.bytes},
            {"differing", outcome.differing},
            {"first", first_json(outcome.first)}};
  print(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void show(const Options& options, const std::string& made_by, const api::ShardsAgain& outcome) {
  if (options.json) return show_json(options, made_by, outcome);
  print(version_note(made_by));
  if (outcome.missing > 0) {
    print(
        fmt::format("{} missing or damaged\n", counted(outcome.missing, "shard is", "shards are")));
  }
  if (outcome.differing.empty()) {
    print(fmt::format("{} the same, byte for byte: {} bytes\n",
                      counted(outcome.shards, "shard is", "shards are"), outcome.bytes));
    return;
  }
  print(fmt::format("{} of {} differ, the first is {}\n", outcome.differing.size(),
                    counted(outcome.shards, "shard", "shards"), outcome.differing.front()));
  if (outcome.first.different > 0) print(printable(differing(outcome.first)));
}

int reproduce_folder(const Options& options) {
  const auto folder = api::EnsembleFolder::open(options.file);
  if (!folder) return fail(folder.diagnostics());
  const auto outcome = [&] {
    ProgressLine line("runs", options.quiet || options.json);
    return api::shards_again(
        *folder, options.threads,
        {[&](std::size_t done, std::size_t total) { line.report(done, total); },
         &interrupt_flag()});
  }();
  if (!outcome) return fail(outcome.diagnostics());
  show(options, folder->plan().version, *outcome);
  return outcome->differing.empty() ? kFine : kRunFailed;
}

int reproduce(const Options& options) {
  if (std::filesystem::is_directory(options.file)) return reproduce_folder(options);
  auto found = results::StoreReader(options.file).comparison();
  const auto again = compute_again(options, found);
  if (!again) {
    print(version_note(found.provenance.version));
    return fail(again.diagnostics());
  }
  const auto outcome = results::differences(found, *again);
  show(options, found, outcome);
  return outcome.different == 0 ? kFine : kRunFailed;
}

}  // namespace

void add_reproduce(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "reproduce", "Compute again what a results file holds, and compare bit for bit");
  command->footer(
      "Examples:\n"
      "  slackwater reproduce results/results.h5\n"
      "  slackwater reproduce teacup.h5 --json\n"
      "  slackwater reproduce study\n");
  auto options = std::make_shared<Options>();
  command
      ->add_option("file", options->file,
                   "results.h5 of compare, an .h5 file of run --out, or an ensemble's folder")
      ->required();
  add_threads(*command, options->threads);
  command->add_flag("--json", options->json, "Print what was found as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &action] { action = [options] { return reproduce(*options); }; });
}

}  // namespace slackwater::cli
