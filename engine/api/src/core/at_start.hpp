#pragma once

#include "core/variant.hpp"

namespace slackwater::api {

/// The values that elements have in the state that a run starts from, before its first step.
///
/// Shapes: one number per element, in the order given; elements are those of the variant's model.
base::Result<std::vector<double>> at_start(const PlannedRun& run, const model::TimeSettings& time,
                                           const std::vector<model::ElementId>& elements);

}  // namespace slackwater::api
