#pragma once

#include <string>

#include "slackwater/api/ensemble_plan.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::api {

/// Whether quantiles over the samples are kept of a saved variable.
bool is_fanned(Fans fans, const model::Model& model, const std::string& variable);

}  // namespace slackwater::api
