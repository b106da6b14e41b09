#pragma once

#include <H5Cpp.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "pack/shard_source.hpp"

namespace slackwater::results {

/// One dataset of the packed file that is filled from those of the shards, along its samples.
struct Column {
  std::string from;  ///< path in a shard
  std::string to;    ///< path in the packed file
  std::size_t sample_axis = 0;
  bool is_flag = false;         ///< u1; numbers otherwise
  std::uint8_t missing = 0;     ///< what flags of missing shards are; numbers stay NaN
  std::size_t cache_bytes = 0;  ///< chunks that are written to by turns
  /// Sees flags as they pass: of shape (cells, samples), with cells = all before the samples.
  std::function<void(std::span<const std::uint8_t>, std::size_t samples)> tally;
};

/// Copies all columns, a few shards' worth of memory at a time.
///
/// `step` is called for every shard and group of columns.
void copy_columns(const H5::H5File& packed, const ShardSource& source,
                  std::span<const Column> columns, const std::function<void()>& step);

/// A dataset's places [first, first + count) of its dimension `axis`, in blocks of bounded memory.
///
/// Reads numbers and hands them over in order.
void read_blocks(const H5::DataSet& dataset, std::size_t axis, const std::vector<hsize_t>& start,
                 const std::vector<hsize_t>& count,
                 const std::function<void(std::span<const double>)>& take);

}  // namespace slackwater::results
