#pragma once

#include <optional>

#include "ensemble_options.hpp"
#include "slackwater/base/diagnostic.hpp"

namespace slackwater::cli {

/// Runs what is missing of the part that the options name; the exit code where something is left to
/// do, nothing when all is well.
std::optional<int> run_ensemble_part(const api::EnsembleFolder& folder,
                                     const EnsembleOptions& options, const std::string& command);

/// Says that complete shards are kept, and how to go on.
void tell_how_to_go_on(const api::EnsembleFolder& folder, const EnsembleOptions& options);

/// The exit code of work that ended early; after an interrupt it is said how to go on.
int interrupted(const api::EnsembleFolder& folder, const EnsembleOptions& options,
                const base::Diagnostics& diagnostics);

}  // namespace slackwater::cli
