#pragma once

#include <vector>

#include "core/run_layout.hpp"
#include "slackwater/api/run.hpp"

namespace slackwater::api {

/// What a planned run starts from instead of the model's own values; empty: nothing.
struct ReferenceInputs {
  std::vector<double> parameters;
  std::vector<double> starts;
};

/// Runs a model on the reference interpreter; the same table as the engine's, bit for bit.
base::Result<results::RunTable> run_reference(const model::Model& model, const RunLayout& layout,
                                              const RunOptions& options, const Progress& progress,
                                              ReferenceInputs inputs = {});

}  // namespace slackwater::api
