#pragma once

#include <string_view>

#include "slackwater/results/shard.hpp"
#include "store/netcdf_file.hpp"

namespace slackwater::results {

/// Writes a shard into an empty root group. Throws: std::invalid_argument for a wrong shape.
void write_shard(NetcdfGroup& root, const Shard& shard, std::string_view plan_hash);

}  // namespace slackwater::results
