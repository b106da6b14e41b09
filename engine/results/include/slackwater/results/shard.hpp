#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/results/comparison.hpp"
#include "slackwater/results/fan.hpp"
#include "slackwater/results/run_table.hpp"

namespace slackwater::results {

/// The verdicts on one claim, sample by sample. Shapes: each is (sample,); empty for a claim that
/// says nothing about runs.
struct ClaimSamples {
  std::string id;
  std::vector<Verdict> verdicts;
  std::vector<double> left;  ///< NaN without a number
  std::vector<double> right;
  std::size_t failed_runs = 0;  ///< samples that a failed run made untestable
};

/// The runs of the samples [first_sample, first_sample + runs.samples) under every policy and
/// future.
struct Shard {
  std::uint64_t first_sample = 0;
  /// A variable without values keeps no series. Failures count samples in the whole study.
  RunTable runs;
  std::uint64_t failures_in_all = 0;  ///< at least as many as `runs.failures` holds
  std::vector<Metric> metrics;
  std::vector<ClaimSamples> claims;
  std::vector<Fan> fans;  ///< of variables of `runs`
};

inline constexpr std::size_t kMostFailuresKept = 100;  ///< per shard

/// A shard as the bytes of an HDF5 file in netCDF-4 layout (docs/reference/results.md).
///
/// Guarantees: equal content gives equal bytes. Throws: std::runtime_error when the library fails,
/// std::invalid_argument for values that do not fit their shape.
std::string shard_bytes(const Shard& shard, std::string_view plan_hash);

/// Reads a shard's file; its bytes are held to the hash in its name before HDF5 sees them.
///
/// Throws: FileError when it is damaged or belongs to another plan.
Shard read_shard(const std::string& path, std::string_view plan_hash);

}  // namespace slackwater::results
