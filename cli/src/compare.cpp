#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "lane_options.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "shell_word.hpp"
#include "slackwater/api/briefing.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/paper/pdf.hpp"
#include "slackwater/report/terminal_table.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/json.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string scenario;
  std::string out;
  std::string pdf;
  int threads = 0;
  bool check = false;
  bool strict = false;
  bool replace = false;
  bool resume = false;
  bool defaults_only = false;
  bool strict_units = false;
  bool json = false;
  bool quiet = false;
  api::LaneOptions lanes;
};

/// What makes the numbers, as one line for a shell; nothing in it that changes no bit.
std::string command_of_numbers(const Options& options) {
  std::string text = "slackwater compare " + shell_word(options.scenario);
  if (options.defaults_only) text += " --defaults-only";
  if (options.strict_units) text += " --strict-units";
  return text;
}

std::string command_text(const Options& options) {
  auto text = command_of_numbers(options);
  if (!options.out.empty()) text += " --out " + shell_word(options.out);
  if (!options.pdf.empty()) text += " --pdf " + shell_word(options.pdf);
  return text;
}

/// The two files that a comparison leaves.
struct Outputs {
  fs::path results;
  fs::path briefing;
};

Outputs outputs_in(const fs::path& folder) {
  return {folder / "results.h5", folder / "briefing.html"};
}

// Results are never overwritten by accident, and a folder that cannot be written is found before
// the first run.
Outputs prepare_folder(const Options& options) {
  const fs::path folder(options.out);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    throw results::FileError(options.out, "cannot be made a folder: " + error.message(),
                             "choose another folder with --out");
  }
  auto outputs = outputs_in(folder);
  if (fs::exists(outputs.results) && !options.replace && !options.resume) {
    throw results::FileError(
        outputs.results.string(), "is there already",
        "--replace runs again and replaces it, --resume keeps what is complete");
  }
  return outputs;
}

// --resume goes on with one study; another one's results are not its to replace.
void refuse_other_study(const results::Comparison& found, const api::Scenario& scenario,
                        const std::string& file) {
  const auto& theirs = found.provenance.scenario_name;
  const bool same_file =
      fs::weakly_canonical(theirs) == fs::weakly_canonical(scenario.source_name());
  if (same_file || found.provenance.scenario_text == scenario.text()) return;
  const auto holds =
      theirs.empty() ? "no comparison" : fmt::format("the results of '{}'", printable(theirs));
  throw results::FileError(
      file, fmt::format("holds {}, not those of '{}'", holds, scenario.source_name()),
      "choose another folder with --out, or run with --replace instead of --resume");
}

// True when the folder already holds the complete results of exactly these texts and this version.
bool is_complete(const results::Comparison& found, const api::Scenario& scenario,
                 bool with_samples) {
  const auto& origin = found.provenance;
  return origin.version == api::version() && origin.model_text == scenario.model().text() &&
         origin.scenario_text == scenario.text() && origin.files == scenario.file_hashes() &&
         found.samples.has_value() == (with_samples && scenario.samples() > 0);
}

// What --resume finds; nothing when the folder has to be filled.
std::optional<results::Comparison> complete_results(const Options& options, const Outputs& outputs,
                                                    const api::Scenario& scenario) {
  if (!options.resume || !fs::exists(outputs.results)) return {};
  auto found = results::StoreReader(outputs.results).comparison();
  refuse_other_study(found, scenario, outputs.results.string());
  if (!fs::exists(outputs.briefing) || !is_complete(found, scenario, !options.defaults_only))
    return {};
  return found;
}

int code_of_failures(const results::Comparison& comparison, const Options& options) {
  std::size_t failed = comparison.defaults.failures.size();
  std::size_t runs = comparison.defaults.run_count();
  if (comparison.samples) {
    failed += comparison.samples->failures.size();
    runs += comparison.samples->run_count();
  }
  if (failed == runs || (options.strict && failed > 0)) return kRunFailed;
  return kFine;
}

int code_of_claims(const results::Comparison& comparison, const Options& options) {
  if (!options.check) return kFine;
  for (const auto& claim : comparison.claims) {
    if (!claim.passed) return kRunFailed;
  }
  return kFine;
}

void write_outputs(const Outputs& outputs, const results::Comparison& comparison,
                   const std::string& page, results::StoreWriter& writer) {
  writer.publish(comparison);
  results::publish_file(outputs.briefing.string(), page);
}

/// The briefing on paper. Its file is opened and a printer found before the first run, so that
/// hours of work do not end without it.
class Paper {
 public:
  static base::Result<Paper> prepare(const std::string& path) {
    auto printers = paper::find_printers(paper::search_path());
    if (printers.empty()) return paper::no_printer();
    return Paper(path, std::move(printers));
  }

  /// Nothing but the diagnostics when it cannot be printed; a file that was there stays.
  base::Diagnostics print(const std::string& page) {
    const auto& interrupted = interrupt_flag();
    const auto bytes =
        paper::pdf(page, {.printers = printers_, .stop = [&] { return interrupted.load(); }});
    if (!bytes) return bytes.diagnostics();
    file_->write(*bytes);
    file_->publish();
    return {};
  }

 private:
  Paper(const std::string& path, std::vector<paper::Printer> printers)
      : file_(std::make_unique<results::AtomicFile>(path)), printers_(std::move(printers)) {}

  std::unique_ptr<results::AtomicFile> file_;
  std::vector<paper::Printer> printers_;
};

void show(const Options& options, const results::Comparison& comparison) {
  if (options.json) {
    print(results::to_json(comparison) + "\n");
    return;
  }
  print(printable(report::terminal_table(comparison, {.width = terminal_width(),
                                                      .color = wants_color(STDOUT_FILENO),
                                                      .unicode = takes_unicode(STDOUT_FILENO)})));
}

// The verdict that the exit code carries, whether the runs were made now or found.
int code_of(const results::Comparison& comparison, const Options& options) {
  return std::max(code_of_failures(comparison, options), code_of_claims(comparison, options));
}

// Prints the PDF, if there is to be one; otherwise the exit code of what went wrong.
int print_paper(const Options& options, std::optional<Paper>& paper, const std::string& page) {
  if (!paper) return kFine;
  const auto diagnostics = paper->print(page);
  if (diagnostics.has_errors()) return fail(diagnostics);
  print_error(fmt::format("wrote {}\n", options.pdf));
  return kFine;
}

int compare(const Options& options) {
  if (options.scenario.ends_with(".sd")) {
    return usage_error(fmt::format("'{}' is a model, not a scenario file", options.scenario),
                       fmt::format("`slackwater run {}` runs it once", options.scenario));
  }
  const auto scenario = api::load_scenario_file(options.scenario, options.strict_units);
  if (!scenario) return fail(scenario.diagnostics());
  print_diagnostics(scenario->diagnostics());

  std::optional<Paper> paper;
  if (!options.pdf.empty()) {
    auto prepared = Paper::prepare(options.pdf);
    if (!prepared) return fail(prepared.diagnostics());
    paper.emplace(std::move(*prepared));
  }
  std::optional<Outputs> outputs;
  std::optional<results::StoreWriter> writer;
  if (!options.out.empty()) {
    outputs = prepare_folder(options);
    if (const auto found = complete_results(options, *outputs, *scenario)) {
      print_error(fmt::format("{} is complete: nothing to run\n", outputs->results.string()));
      show(options, *found);
      const auto page = paper ? api::briefing(*scenario, *found) : std::string();
      if (const int code = print_paper(options, paper, page); code != kFine) return code;
      return code_of(*found, options);
    }
    writer.emplace(outputs->results);
  }

  const auto& interrupted = interrupt_flag();
  base::Result<results::Comparison> comparison = [&] {
    ProgressLine line("runs", options.quiet || options.json);
    return api::compare(
        *scenario,
        {options.threads, !options.defaults_only, command_of_numbers(options), !options.out.empty(),
         options.lanes},
        {[&](std::size_t done, std::size_t total) { line.report(done, total); }, &interrupted});
  }();
  if (!comparison) {
    const int code = fail(comparison.diagnostics());
    if (code == kInterrupted) print_error("to run it again: " + command_text(options) + "\n");
    return code;
  }
  print_diagnostics(comparison.diagnostics());
  // Files first: whoever reads only the top of the table still gets them.
  const auto page = outputs || paper ? api::briefing(*scenario, *comparison) : std::string();
  if (outputs) write_outputs(*outputs, *comparison, page, *writer);
  show(options, *comparison);
  if (outputs) {
    std::fflush(stdout);
    print_error(
        fmt::format("wrote {}\nwrote {}\n", outputs->results.string(), outputs->briefing.string()));
  }
  if (const int code = print_paper(options, paper, page); code != kFine) return code;
  return code_of(*comparison, options);
}

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("compare", "Run every policy of a scenario file under every future");
  command->footer(
      "Examples:\n"
      "  slackwater compare scenarios/slack_and_rework.yaml --out results\n"
      "  slackwater compare scenarios/slack_and_rework.yaml --pdf briefing.pdf\n"
      "  slackwater compare scenarios/slack_and_rework.yaml --check --defaults-only\n");
  auto options = std::make_shared<Options>();
  command->add_option("scenario", options->scenario, "The scenario file (.yaml)")->required();
  command->add_option("--out", options->out, "Folder for results.h5 and briefing.html")
      ->type_name("FOLDER");
  command
      ->add_option("--pdf", options->pdf, "Print the briefing to FILE, by Chromium or WeasyPrint")
      ->type_name("FILE");
  command->add_flag("--check", options->check, "Exit with 1 when a claim does not hold");
  command->add_flag("--strict", options->strict, "Exit with 1 when any run failed");
  add_threads(*command, options->threads);
  auto* replace = command->add_flag("--replace", options->replace, "Replace results in the folder");
  command->add_flag("--resume", options->resume, "Keep complete results, else run")
      ->excludes(replace);
  command->add_flag("--defaults-only", options->defaults_only, "Leave out the uncertainty samples");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--json", options->json, "Print what was found as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  add_lane_options(*command, options->lanes);
  command->callback([options, &action] { action = [options] { return compare(*options); }; });
}

}  // namespace slackwater::cli
