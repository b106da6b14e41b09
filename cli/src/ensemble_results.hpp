#pragma once

#include <optional>

#include "ensemble_options.hpp"
#include "slackwater/results/ensemble_summary.hpp"

namespace slackwater::cli {

/// What a complete folder's results.h5 says; nothing where there is work left.
std::optional<results::EnsembleSummary> packed_before(const api::EnsembleFolder& folder);

/// Prints what was found; the exit code carries the verdict.
int show_ensemble(const results::EnsembleSummary& summary, const EnsembleOptions& options);

/// Makes results.h5 of all shards and prints what was found.
int pack_ensemble(const api::EnsembleFolder& folder, const EnsembleOptions& options);

/// What a part says when others are not there yet.
int tell_missing(const api::EnsembleFolder& folder, const EnsembleOptions& options,
                 std::size_t missing);

}  // namespace slackwater::cli
