#include "shard_runner.hpp"

#include <algorithm>

#include "core/model_implementation.hpp"
#include "draws.hpp"
#include "fanned.hpp"
#include "shard_builder.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::api {
namespace {

/// What the series of a block should fit into, so that they are measured while they are near.
constexpr double kBlockBytes = 8.0 * 1024 * 1024;
/// The most it may take to fill the lanes of a block of runs.
constexpr double kMostBlockBytes = 64.0 * 1024 * 1024;
constexpr std::uint64_t kLanes = 32;

// Planning a run costs memory of its own, however short its series are.
constexpr double kBytesOfAPlan = 2048;

std::set<std::string> fanned_variables(const EnsemblePlan& plan, const model::Model& model,
                                       const Study::Extent& extent) {
  std::set<std::string> names;
  for (const auto& [name, elements] : extent.variables) {
    if (is_fanned(plan.fans, model, name)) names.insert(name);
  }
  return names;
}

double bytes_of(const Study::Extent& extent, const std::set<std::string>* kept) {
  double values = 0;
  for (const auto& [name, elements] : extent.variables) {
    if (kept == nullptr || kept->contains(name)) values += static_cast<double>(elements);
  }
  return sizeof(double) * values * static_cast<double>(extent.points);
}

// Runs of two tables count as those of one.
Progress share_of(const Progress& progress, std::size_t done, std::size_t block,
                  std::size_t total) {
  if (!progress.report) return progress;
  return {[&progress, done, block, total](std::size_t part, std::size_t whole) {
            progress.report(done + (whole > 0 ? block * part / whole : 0), total);
          },
          progress.cancel};
}

scenario::Tables view(const std::vector<TableRuns>& work) {
  return {&work.front().table, work.size() > 1 ? &work.back().table : nullptr};
}

}  // namespace

ShardRunner::ShardRunner(const EnsemblePlan& plan, const Scenario::Implementation& scenario,
                         const results::Comparison& studies, const LaneOptions& lanes)
    : plan_(plan), scenario_(scenario), studies_(studies), study_(scenario, {lanes}) {}

base::Diagnostics ShardRunner::prepare() {
  auto diagnostics = study_.prepare();
  if (diagnostics.has_errors()) return diagnostics;
  const auto extent = study_.extent(false);
  if (!extent) return extent.diagnostics();
  if (plan_.series) kept_.insert(plan_.variables.begin(), plan_.variables.end());
  fanned_ = fanned_variables(plan_, scenario_.model.implementation().model, *extent);
  computed_ = kept_;
  computed_.insert(fanned_.begin(), fanned_.end());
  computed_.insert(scenario_.scenario.needed.begin(), scenario_.scenario.needed.end());
  bytes_of_a_sample_ = bytes_of(*extent, &computed_) + kBytesOfAPlan;
  if (study_.needs_every_step()) {
    const auto steps = study_.extent(true);
    if (!steps) return steps.diagnostics();
    bytes_of_a_sample_ += bytes_of(*steps, nullptr);
  }
  bytes_of_a_sample_ *= static_cast<double>(plan_.policies.size() * plan_.futures.size());
  return diagnostics;
}

std::uint64_t ShardRunner::samples_of_a_block(int threads) const {
  const auto fit = [this](double bytes) {
    return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(bytes / bytes_of_a_sample_));
  };
  const auto samples = std::max(fit(kBlockBytes), std::min(kLanes, fit(kMostBlockBytes)));
  return samples * static_cast<std::uint64_t>(std::max(1, threads));
}

base::Result<std::vector<TableRuns>> ShardRunner::planned(
    const std::vector<results::DrawnInput>& drawn, std::uint64_t first,
    const std::atomic<bool>* cancel) {
  auto selection = study_.everything();
  selection.drawn = by_sample(drawn);
  selection.first_sample = first;
  selection.cancel = cancel;
  std::vector<TableRuns> work;
  for (const bool every_step : {false, true}) {
    if (every_step && !study_.needs_every_step()) continue;
    selection.every_step = every_step;
    selection.kept = every_step ? nullptr : &computed_;
    auto table = study_.plan(selection);
    if (!table) return table.diagnostics();
    work.push_back(std::move(*table));
  }
  return work;
}

base::Result<ShardBlock> ShardRunner::run_block(std::uint64_t first, std::uint64_t count,
                                                int threads, const Progress& progress) {
  const auto& scenario = scenario_.scenario;
  auto drawn =
      draw_inputs(*scenario.uncertainty, scenario_.model.implementation().model, {first, count});
  if (!drawn) return drawn.diagnostics();
  auto work = planned(*drawn, first, progress.cancel);
  if (!work) return work.diagnostics();
  const bool none =
      std::all_of(work->begin(), work->end(), [](const auto& table) { return table.runs.empty(); });
  if (!none) {
    const auto diagnostics = execute_tables(*work, threads, progress);
    if (diagnostics.has_errors()) return diagnostics;
  }
  scenario::Evidence evidence;
  evidence.samples = view(*work);
  evidence.scans = studies_.scans;
  evidence.searches = studies_.searches;
  ShardBlock block;
  block.first_sample = first;
  block.metrics = scenario::evaluate_measures(scenario, evidence.samples, progress.cancel);
  block.claims = scenario::test_claims_in_samples(scenario, evidence, progress.cancel);
  if (is_cancelled(progress.cancel)) return cancelled();
  block.runs = std::move(work->front().table);
  block.runs.drawn = std::move(*drawn);
  return block;
}

base::Result<results::Shard> ShardRunner::run(std::size_t shard, int threads,
                                              const Progress& progress, std::uint64_t block) {
  const auto first = shard * plan_.shard_size;
  const auto last = std::min(plan_.samples, first + plan_.shard_size);
  const auto runs = plan_.policies.size() * plan_.futures.size();
  if (block == 0) block = samples_of_a_block(threads);
  ShardBuilder builder(first, last - first, kept_, fanned_);
  for (auto at = first; at < last; at += block) {
    const auto samples = std::min(block, last - at);
    auto done =
        run_block(at, samples, threads,
                  share_of(progress, runs * (at - first), runs * samples, runs * (last - first)));
    if (!done) return done.diagnostics();
    builder.add(std::move(*done));
  }
  return builder.finish();
}

}  // namespace slackwater::api
