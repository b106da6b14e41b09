#pragma once

#include <functional>
#include <span>

#include "pack/shard_source.hpp"
#include "pack/survey.hpp"
#include "store/netcdf_file.hpp"

namespace slackwater::results {

/// Writes the group `fans`: quantiles over all samples, from the sketches of the shards.
///
/// `variables` say what the fans are of. `step` is called for every shard and group of sketches.
void pack_fans(NetcdfGroup& root, const ShardSource& source, const Survey& found,
               std::span<const SavedVariable> variables, std::span<const double> quantiles,
               const std::function<void()>& step);

}  // namespace slackwater::results
