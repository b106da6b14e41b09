#include "slackwater/api/ensemble_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "batch_runs.hpp"
#include "scenario_implementation.hpp"
#include "shard_driver.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::api {
namespace {

base::Diagnostics another_plan(const std::string& path, const std::vector<std::string>& what) {
  base::Diagnostics diagnostics;
  diagnostics.error(
      "E9032", fmt::format("'{}' holds another ensemble; {}", path, fmt::join(what, "; ")), {},
      "choose another folder, or let `slackwater ensemble --resume` go on with what it holds");
  return diagnostics;
}

base::Result<EnsemblePlan> plan_in(const results::ShardFolder& folder) {
  return parse_plan(folder.plan_json(), [&](const std::string& hash) { return folder.file(hash); });
}

// The comparison without its samples. `command` must not depend on how it was started.
base::Result<results::Comparison> study_of(const EnsembleFolder& folder, int threads,
                                           const Progress& progress,
                                           const LaneOptions& lanes = {}) {
  CompareOptions options;
  options.threads = threads;
  options.with_samples = false;
  options.lanes = lanes;
  options.command = command_of(folder.plan());
  auto study = compare(folder.scenario(), options, progress);
  if (study) study->provenance.design = folder.plan().design;
  return study;
}

}  // namespace

EnsembleFolder::EnsembleFolder(results::ShardFolder folder, EnsemblePlan plan, Scenario scenario)
    : folder_(std::move(folder)), plan_(std::move(plan)), scenario_(std::move(scenario)) {}

base::Result<EnsembleFolder> EnsembleFolder::create(const std::string& path,
                                                    const EnsemblePlan& plan) {
  if (results::ShardFolder::has_plan(path)) {
    const auto there = plan_in(results::ShardFolder::open(path));
    if (!there) return there.diagnostics();
    const auto what = differences(plan, *there);
    if (!what.empty()) return another_plan(path, what);
  }
  auto scenario = load_scenario(plan);
  if (!scenario) return scenario.diagnostics();
  auto folder = results::ShardFolder::create(path, to_json(plan), large_texts(plan));
  return EnsembleFolder(std::move(folder), plan, std::move(*scenario));
}

base::Result<EnsembleFolder> EnsembleFolder::open(const std::string& path) {
  auto folder = results::ShardFolder::open(path);
  auto plan = plan_in(folder);
  if (!plan) return plan.diagnostics();
  auto scenario = load_scenario(*plan);
  if (!scenario) return scenario.diagnostics();
  return EnsembleFolder(std::move(folder), std::move(*plan), std::move(*scenario));
}

std::uint64_t EnsembleFolder::runs() const {
  return plan_.samples * plan_.policies.size() * plan_.futures.size();
}

std::uint64_t EnsembleFolder::runs_of(const std::vector<std::size_t>& shards) const {
  std::uint64_t samples = 0;
  for (const auto shard : shards) {
    const auto first = shard * plan_.shard_size;
    samples += std::min(plan_.samples, first + plan_.shard_size) - first;
  }
  return samples * plan_.policies.size() * plan_.futures.size();
}

results::WriterLock EnsembleFolder::lock(std::size_t part, std::size_t parts,
                                         const std::string& command) const {
  return folder_.lock(part, parts, plan_.shards(), command);
}

base::Diagnostics EnsembleFolder::run_shards(const ShardRequest& request,
                                             const Progress& progress) const {
  results::Comparison studies;
  if (scenario::samples_need_studies(scenario_.implementation().scenario)) {
    auto study = study_of(*this, request.threads, {{}, progress.cancel}, request.lanes);
    if (!study) return study.diagnostics();
    studies.scans = std::move(study->scans);
    studies.searches = std::move(study->searches);
  }
  return drive_shards(*this, request, studies, progress);
}

base::Result<results::Packed> EnsembleFolder::pack(int threads, const Progress& progress) const {
  return pack_as({}, threads, progress);
}

base::Result<results::Packed> EnsembleFolder::view(const std::string& file, int threads,
                                                   const Progress& progress) const {
  results::PackOptions options;
  options.path = file;
  options.partial = true;
  options.largest_packed = 0;
  return pack_as(std::move(options), threads, progress);
}

base::Result<results::Packed> EnsembleFolder::pack_as(results::PackOptions options, int threads,
                                                      const Progress& progress) const {
  auto study = study_of(*this, threads, {{}, progress.cancel});
  if (!study) return study.diagnostics();
  options.samples = plan_.samples;
  options.shard_size = plan_.shard_size;
  options.cancel = progress.cancel;
  options.progress = [&](double done) {
    const auto shards = static_cast<double>(plan_.shards());
    if (progress.report) progress.report(static_cast<std::size_t>(done * shards), plan_.shards());
  };
  auto packed = results::pack(folder_, *study, options);
  if (packed.cancelled) return cancelled();
  return {std::move(packed), study.diagnostics()};
}

PartStates check_part(const EnsembleFolder& folder, std::size_t part, std::size_t parts,
                      const Progress& progress) {
  const auto shards = folder.plan().shards();
  const auto range = results::shards_of_part(part, parts, shards);
  const auto states = folder.files().states(shards, range, progress.report, progress.cancel);
  PartStates out;
  for (auto shard = range.first; shard < range.last; ++shard) {
    if (states[shard].state == results::ShardState::complete) continue;
    for (auto& path : folder.files().set_aside(states[shard])) {
      out.set_aside.push_back(std::move(path));
    }
    out.missing.push_back(shard);
  }
  return out;
}

bool is_complete(const EnsembleFolder& folder) {
  const auto shards = folder.plan().shards();
  if (folder.files().count_missing(shards) > 0) return false;
  return std::ranges::all_of(folder.files().states(shards), [](const auto& shard) {
    return shard.state == results::ShardState::complete;
  });
}

}  // namespace slackwater::api
