#pragma once

#include "scenario_implementation.hpp"
#include "slackwater/results/comparison.hpp"

namespace slackwater::api {

/// Fills in what a comparison says about itself: titles, settings, assumptions, and how to repeat
/// it.
void describe(const Scenario::Implementation& scenario, const CompareOptions& options,
              results::Comparison& out);

}  // namespace slackwater::api
