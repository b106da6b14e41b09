#pragma once

#include <string_view>

#include "slackwater/base/result.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::model {

/// Reads `uniform(20 week, 80 week)` for a parameter in `unit`: names, units and meaning checked.
base::Result<Distribution> read_distribution(const base::Place& place, const Model& model,
                                             std::string_view unit);

}  // namespace slackwater::model
