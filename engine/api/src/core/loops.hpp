#pragma once

#include "core/variant.hpp"
#include "slackwater/api/loops.hpp"

namespace slackwater::api {

/// Scores the loops of a planned run.
base::Result<LoopDominance> loops_of(const PlannedRun& run, const model::Model& declared,
                                     const model::TimeSettings& time, const RunOptions& options,
                                     const LoopOptions& loops);

}  // namespace slackwater::api
