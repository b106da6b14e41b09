#pragma once

#include "slackwater/results/comparison.hpp"
#include "store/netcdf_file.hpp"

namespace slackwater::results {

/// Writes everything that a comparison found into an empty root group.
void write_comparison(NetcdfGroup& root, const Comparison& comparison);

/// Writes where the numbers come from as attributes of the root.
void write_provenance(NetcdfGroup& root, const Provenance& provenance);

}  // namespace slackwater::results
