#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/model_implementation.hpp"
#include "fanned.hpp"
#include "scenario_implementation.hpp"
#include "slackwater/api/ensemble_folder.hpp"
#include "slackwater/results/quantile_sketch.hpp"
#include "study.hpp"

namespace slackwater::api {
namespace {

constexpr double kNumber = 8;
constexpr double kByte = 1;
/// Names, texts and the library's own pages in every file.
constexpr double kBytesOfAFile = 96.0 * 1024;
constexpr double kBytesOfABin = 12;
/// Quantiles, lowest, highest, counts and their precision.
constexpr double kNumbersOfAFan = 12;

/// Numbers of one run.
struct RunSize {
  double series = 0;
  double fan_points = 0;  ///< of one policy and future
};

RunSize run_size(const EnsemblePlan& plan, const model::Model& model, const Study::Extent& extent) {
  RunSize size;
  const auto points = static_cast<double>(extent.points);
  for (const auto& [name, elements] : extent.variables) {
    const auto values = static_cast<double>(elements) * points;
    if (plan.series) size.series += values;
    if (is_fanned(plan.fans, model, name)) size.fan_points += values;
  }
  return size;
}

// "3.2 GiB", "120 MiB"
std::string in_words(double bytes) {
  constexpr double kMebibyte = 1024.0 * 1024;
  if (bytes >= 1024 * kMebibyte) return fmt::format("{:.1f} GiB", bytes / (1024 * kMebibyte));
  return fmt::format("{:.0f} MiB", std::max(1.0, bytes / kMebibyte));
}

}  // namespace

base::Result<PredictedSize> predict_size(const EnsembleFolder& folder,
                                         const std::vector<std::size_t>& shards) {
  const auto& plan = folder.plan();
  const auto& implementation = folder.scenario().implementation();
  const auto& scenario = implementation.scenario;
  Study study(implementation, {});
  const auto extent = study.extent(false);
  if (!extent) return extent.diagnostics();
  const auto size = run_size(plan, implementation.model.implementation().model, *extent);
  const auto groups = static_cast<double>(plan.policies.size() * plan.futures.size());
  // Status, last time, measures with their status; then what a sample has once.
  const double run =
      kByte + kNumber + (kNumber + kByte) * static_cast<double>(plan.measures.size());
  const double sample = kNumber * static_cast<double>(scenario.uncertainty->draws.size()) +
                        (2 * kNumber + kByte) * static_cast<double>(plan.claims.size());
  const double bytes_of_samples = groups * run + sample;
  const auto runs = static_cast<double>(folder.runs_of(shards));
  const auto bins = static_cast<double>(
      std::min<std::uint64_t>(plan.shard_size, results::QuantileSketch::kMostBins));
  PredictedSize out;
  out.shards = runs / groups * bytes_of_samples + runs * size.series * kNumber +
               static_cast<double>(shards.size()) *
                   (kBytesOfAFile + groups * size.fan_points * bins * kBytesOfABin);
  const double series = static_cast<double>(folder.runs()) * size.series * kNumber;
  out.results = kBytesOfAFile + static_cast<double>(plan.samples) * bytes_of_samples +
                groups * size.fan_points * kNumbersOfAFan * kNumber +
                (series <= static_cast<double>(results::PackOptions().largest_packed) ? series : 0);
  return out;
}

base::Diagnostics check_space(const EnsembleFolder& folder,
                              const std::vector<std::size_t>& shards) {
  const auto size = predict_size(folder, shards);
  if (!size) return size.diagnostics();
  std::error_code error;
  const auto space = std::filesystem::space(folder.path(), error);
  base::Diagnostics diagnostics;
  const double needed = size->shards + size->results;
  if (error || static_cast<double>(space.available) >= needed) return diagnostics;
  diagnostics.error("E9033",
                    fmt::format("{} are needed, but the disk of '{}' has {} left", in_words(needed),
                                folder.path(), in_words(static_cast<double>(space.available))),
                    {},
                    folder.plan().series
                        ? "choose a folder on another disk, or --no-series to keep the measures "
                          "and fans alone"
                        : "choose a folder on another disk, take fewer samples, or --fans none");
  return diagnostics;
}

}  // namespace slackwater::api
