#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"
#include "slackwater/results/shard_folder.hpp"

namespace slackwater::results {

struct PackOptions {
  std::size_t samples = 0;     ///< of the whole study
  std::size_t shard_size = 1;  ///< samples per shard; the last may have fewer
  std::string path;            ///< where to write; empty: results.h5 of the folder
  /// Series beyond this stay in the shards, and the file refers to them (virtual datasets).
  std::uint64_t largest_packed = std::uint64_t{2} << 30;
  /// Write what is there; runs of missing and damaged shards are `not_run`. Without it they are an
  /// error.
  bool partial = false;
  std::vector<double> quantiles = {0.05, 0.25, 0.5, 0.75, 0.95};  ///< of fans
  /// Told how much of the work is done, from 0 to 1.
  std::function<void(double)> progress;
  const std::atomic<bool>* cancel = nullptr;  ///< nothing is written once it is true
};

/// What packing found out.
struct Packed {
  bool cancelled = false;
  bool is_virtual = false;
  std::size_t missing_runs = 0;
  std::uint64_t failures_in_all = 0;
  /// Those of the study, with the shares of the samples; without the verdicts of each.
  std::vector<Claim> claims;
  /// How many runs ended in which RunStatus, per policy and future: shape (policy, future, 7).
  std::vector<std::uint64_t> run_status_counts;
  /// How many samples have which MetricStatus, per metric: shape (metric, policy, future, 4).
  std::vector<std::uint64_t> metric_status_counts;
  std::string fingerprint;
};

inline constexpr std::size_t kMostFailuresPacked = 10000;

/// Writes results.h5 from the shards, in bounded memory: the layout of a comparison
/// (docs/reference/results.md) with fans.
///
/// `study` is the comparison without its samples: defaults with metrics, claims decided on the
/// defaults, scans, searches, settings, provenance (its fingerprint is computed here). Every shard
/// is checked against its hash first. Guarantees: equal shards give equal bytes. Throws: FileError.
Packed pack(const ShardFolder& folder, const Comparison& study, const PackOptions& options);

}  // namespace slackwater::results
