#pragma once

#include "core/run_layout.hpp"
#include "slackwater/api/run.hpp"

namespace slackwater::api {

/// Runs a model on the reference interpreter; the same table as the engine's, bit for bit.
base::Result<results::RunTable> run_reference(const model::Model& model, const RunLayout& layout,
                                              const RunOptions& options, const Progress& progress);

}  // namespace slackwater::api
