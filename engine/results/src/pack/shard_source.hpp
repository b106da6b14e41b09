#pragma once

#include <H5Cpp.h>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "slackwater/results/shard_folder.hpp"

namespace slackwater::results {

/// The shards of a folder as packing sees them: whole ones with their files, and holes.
struct ShardSource {
  std::string folder;
  std::string plan_hash;
  std::size_t samples = 0;  ///< of the whole study
  std::size_t shard_size = 1;
  std::vector<std::string> files;  ///< per shard, relative to the folder; empty: not there

  std::size_t first_sample(std::size_t shard) const { return shard * shard_size; }
  std::size_t sample_count(std::size_t shard) const;
  /// The first that is there; the number of shards when none is.
  std::size_t first_there() const;
  std::size_t missing_samples() const;
  H5::H5File open(std::size_t shard) const;
};

/// Names of a shard's datasets, in the order of the table that read_table returns.
struct ShardNames {
  std::vector<std::string> variables;
  std::vector<std::string> metrics;
  std::vector<std::string> metric_status;
  std::vector<std::string> drawn;
  std::string run_status;
  std::string stopped_at;
};
ShardNames names_in(const H5::Group& shard);

/// Thrown inside of packing when the caller asked to stop.
struct Cancelled {};

/// Throws: std::runtime_error that a file is not the shard that it should be.
void check_shard(const H5::Group& shard, const ShardSource& source, std::size_t index);

}  // namespace slackwater::results
