#pragma once

#include <set>
#include <string>
#include <vector>

#include "slackwater/results/shard.hpp"

namespace slackwater::api {

/// What one block of samples gave.
struct ShardBlock {
  std::uint64_t first_sample = 0;  ///< in the whole study
  results::RunTable runs;
  std::vector<results::Metric> metrics;
  std::vector<results::Claim> claims;  ///< what results::Claim says of samples
};

/// Puts a shard together from its blocks, which come in order.
class ShardBuilder {
 public:
  /// `kept` and `fanned` name the variables whose series and quantiles are kept.
  ShardBuilder(std::uint64_t first_sample, std::size_t samples, const std::set<std::string>& kept,
               const std::set<std::string>& fanned);

  void add(ShardBlock block);
  results::Shard finish();

 private:
  void begin(const ShardBlock& block);
  void add_runs(const results::RunTable& table, std::size_t offset);
  void add_failures(ShardBlock& block);
  void add_metrics(const ShardBlock& block, std::size_t offset);
  void add_claims(const ShardBlock& block);

  const std::set<std::string>& kept_;
  const std::set<std::string>& fanned_;
  results::Shard shard_;
  bool begun_ = false;
};

}  // namespace slackwater::api
