#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "pack/shard_source.hpp"
#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

/// What has to be known about all shards before the first value is written.
struct Survey {
  RunTable table;  ///< of the whole study, without values; variables are those with series
  std::vector<Metric> metrics;  ///< without values
  ShardNames names;
  std::vector<Claim> claims;   ///< with their shares
  bool claim_samples = false;  ///< whether any claim has verdicts of its samples
  /// Datasets of a shard's fans, and which variable each is of.
  std::vector<std::string> fans;
  std::map<std::string, std::string> fan_variables;
  std::uint64_t failures_in_all = 0;
};

/// Goes through the shards once. `step` is called for each.
Survey survey(const ShardSource& source, const Comparison& study,
              const std::function<void()>& step);

}  // namespace slackwater::results
