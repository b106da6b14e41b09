#pragma once

#include "slackwater/results/comparison.hpp"
#include "store/netcdf_file.hpp"
#include "store/write_table.hpp"

namespace slackwater::results {

/// How a comparison is written when its samples follow later.
struct LaterSamples {
  TableOptions table;             ///< of the samples
  std::size_t claim_samples = 0;  ///< length of the claims' verdicts; 0: as the claims have them
};

/// Writes everything that a comparison found into an empty root group.
///
/// With `later` the samples' datasets and the claims' verdicts have no values yet, and there is no
/// fingerprint. Returns where the root's table went.
TableLayout write_comparison(NetcdfGroup& root, const Comparison& comparison,
                             const LaterSamples* later = nullptr);

/// Writes where the numbers come from as attributes of the root; the fingerprint has its own.
void write_provenance(NetcdfGroup& root, const Provenance& provenance);
void write_fingerprint(NetcdfGroup& root, const std::string& fingerprint);

}  // namespace slackwater::results
