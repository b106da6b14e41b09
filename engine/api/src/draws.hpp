#pragma once

#include <vector>

#include "core/variant.hpp"
#include "slackwater/results/run_table.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::api {

/// The inputs of every sample of a scenario's uncertainty; every policy and future meets the same.
base::Result<std::vector<results::DrawnInput>> draw_inputs(const scenario::Uncertainty& uncertainty,
                                                           const model::Model& model);

/// The same, sample by sample.
std::vector<std::vector<NamedValue>> by_sample(const std::vector<results::DrawnInput>& drawn);

}  // namespace slackwater::api
