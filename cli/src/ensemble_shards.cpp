#include "ensemble_shards.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "console.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "printable.hpp"
#include "progress_line.hpp"

namespace slackwater::cli {
namespace {

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
                                             const EnsembleOptions& options,
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

}  // namespace

void tell_how_to_go_on(const api::EnsembleFolder& folder, const EnsembleOptions& options) {
  print_error("complete shards are kept; to go on: " + resume_command(folder.path(), options) +
              "\n");
}

int interrupted(const api::EnsembleFolder& folder, const EnsembleOptions& options,
                const base::Diagnostics& diagnostics) {
  const int code = fail(diagnostics);
  if (code == kInterrupted) tell_how_to_go_on(folder, options);
  return code;
}

std::optional<int> run_ensemble_part(const api::EnsembleFolder& folder,
                                     const EnsembleOptions& options, const std::string& command) {
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

}  // namespace slackwater::cli
