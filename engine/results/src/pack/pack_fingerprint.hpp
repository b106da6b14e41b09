#pragma once

#include <H5Cpp.h>

#include <functional>
#include <map>
#include <string>

#include "pack/shard_source.hpp"
#include "slackwater/results/run_table.hpp"

namespace slackwater::results {

/// Datasets by the name of their variable in the model, in order of the names' bytes.
using SeriesNames = std::map<std::string, std::string>;

/// The fingerprint of all runs (fingerprint.hpp), series by series, from the packed file.
std::string packed_fingerprint(const RunTable& table, const H5::H5File& packed,
                               const SeriesNames& names, const std::function<void()>& step);

/// The same from the shards, when the series stay there; runs that are missing are NaN.
std::string sharded_fingerprint(const RunTable& table, const ShardSource& source,
                                const SeriesNames& names, const std::function<void()>& step);

}  // namespace slackwater::results
