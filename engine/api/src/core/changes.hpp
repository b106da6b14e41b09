#pragma once

#include <vector>

#include "core/model_implementation.hpp"
#include "core/variant.hpp"
#include "slackwater/api/run.hpp"

namespace slackwater::api {

/// Changes of a model's inputs as options give them; refuses what the model does not take.
base::Result<std::vector<ModelChange>> changes_of(const Model::Implementation& model,
                                                  const std::vector<Setting>& settings,
                                                  bool beyond_range = false);

}  // namespace slackwater::api
