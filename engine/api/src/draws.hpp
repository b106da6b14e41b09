#pragma once

#include <vector>

#include "core/variant.hpp"
#include "slackwater/results/run_table.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::api {

/// Neighbouring samples of a study: [first, first + count).
struct SampleRange {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// The inputs of these samples of a scenario's uncertainty; every policy and future meets the same.
///
/// Guarantees: a sample has the same inputs in every range; memory in the number of these samples.
base::Result<std::vector<results::DrawnInput>> draw_inputs(const scenario::Uncertainty& uncertainty,
                                                           const model::Model& model,
                                                           const SampleRange& range);

/// The same for all samples.
base::Result<std::vector<results::DrawnInput>> draw_inputs(const scenario::Uncertainty& uncertainty,
                                                           const model::Model& model);

/// The same, sample by sample.
std::vector<std::vector<NamedValue>> by_sample(const std::vector<results::DrawnInput>& drawn);

}  // namespace slackwater::api
