#pragma once

#include "ensemble_options.hpp"
#include "slackwater/base/result.hpp"

namespace slackwater::cli {

/// The folder of a scenario file's ensemble, made or found, with its plan written.
///
/// Throws results::FileError where something is in the way that must not be overwritten.
base::Result<api::EnsembleFolder> begin_ensemble(const EnsembleOptions& options);

}  // namespace slackwater::cli
