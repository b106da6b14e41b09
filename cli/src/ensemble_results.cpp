#include "ensemble_results.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "console.hpp"
#include "ensemble_shards.hpp"
#include "ensemble_summary.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "shell_word.hpp"
#include "slackwater/results/file.hpp"

namespace slackwater::cli {
namespace {

/// The verdict that the exit code carries, whether the runs were made now or found.
int code_of(const results::EnsembleSummary& summary, const EnsembleOptions& options) {
  const auto failed = summary.failed_runs();
  if (failed == summary.runs || (options.strict && failed > 0)) return kRunFailed;
  const bool hold = std::ranges::all_of(summary.claims, &results::Claim::passed);
  return options.check && !hold ? kRunFailed : kFine;
}

}  // namespace

// Runs nothing and writes nothing where everything is there already. A file that cannot be read is
// packed again: the shards have all that it had.
std::optional<results::EnsembleSummary> packed_before(const api::EnsembleFolder& folder) {
  const auto path = folder.files().results_path();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored) || !api::is_complete(folder)) return std::nullopt;
  try {
    return results::read_summary(path);
  } catch (const results::FileError& error) {
    print_error(printable(fmt::format("warning: {}; it is packed again\n", error.problem())));
    return std::nullopt;
  }
}

int show_ensemble(const results::EnsembleSummary& summary, const EnsembleOptions& options) {
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

int pack_ensemble(const api::EnsembleFolder& folder, const EnsembleOptions& options) {
  const auto& cancel = interrupt_flag();
  const auto packed = [&] {
    ProgressLine line("shards packed", options.quiet || options.json);
    return folder.pack(
        options.threads,
        {[&](std::size_t done, std::size_t total) { line.report(done, total); }, &cancel});
  }();
  if (!packed) return interrupted(folder, options, packed.diagnostics());
  print_diagnostics(packed.diagnostics());
  const int code = show_ensemble(results::read_summary(folder.files().results_path()), options);
  print_error(fmt::format("wrote {}{}\n", folder.files().results_path(),
                          packed->is_virtual ? ", whose series stay in the shards" : ""));
  return code;
}

int tell_missing(const api::EnsembleFolder& folder, const EnsembleOptions& options,
                 std::size_t missing) {
  const auto shards = folder.plan().shards();
  print_error(fmt::format(
      "part {} is complete; {} of {} are missing in other parts\n"
      "when they are there, this packs the results: slackwater ensemble --resume {}\n",
      options.shards, missing, counted(shards, "shard", "shards"), shell_word(folder.path())));
  return kFine;
}

}  // namespace slackwater::cli
