#pragma once

#include "scenario_implementation.hpp"
#include "slackwater/api/ensemble_folder.hpp"

namespace slackwater::api {

/// Runs shards of a folder on several threads while another one writes those that are done.
///
/// `studies` are what claims read beside the runs. Errors and exceptions as
/// EnsembleFolder::run_shards.
base::Diagnostics drive_shards(const EnsembleFolder& folder, const ShardRequest& request,
                               const results::Comparison& studies, const Progress& progress);

}  // namespace slackwater::api
