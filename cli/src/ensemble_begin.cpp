#include "ensemble_begin.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "slackwater/results/file.hpp"

namespace slackwater::cli {
namespace {

namespace fs = std::filesystem;

// What is not said is as the folder has it.
api::KeepOptions keep_options(const EnsembleOptions& options,
                              const std::optional<api::EnsemblePlan>& was) {
  auto keep = options.keep;
  if (!was) return keep;
  if (!keep.series) keep.series = was->series;
  if (!keep.fans) keep.fans = was->fans;
  if (!keep.shard_size) keep.shard_size = was->shard_size;
  return keep;
}

// Results are never overwritten; parts meet in one folder.
void refuse_full_folder(const EnsembleOptions& options, bool has_plan) {
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

}  // namespace

base::Result<api::EnsembleFolder> begin_ensemble(const EnsembleOptions& options) {
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

}  // namespace slackwater::cli
