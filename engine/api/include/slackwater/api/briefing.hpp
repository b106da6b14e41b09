#pragma once

#include <string>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {

/// The briefing of a scenario's comparison, as one HTML page, with what only the model can say: the
/// strongest causal chains from the answer's indicator to what was decided.
///
/// Guarantees: the page without chains where they cannot be computed, as for runs that ended early.
std::string briefing(const Scenario& scenario, const results::Comparison& comparison);

}  // namespace slackwater::api
