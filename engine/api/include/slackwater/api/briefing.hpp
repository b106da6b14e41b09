#pragma once

#include <string>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {

/// The briefing of a scenario's comparison, as one HTML page, with what only the model can say: the
/// strongest causal chains from the answer's indicator to what was decided, and a picture of the
/// first.
///
/// Guarantees: where the chains cannot be computed, as for runs that ended early or a scenario that
/// gives other numbers than the comparison has, the page without them, and with the reason.
std::string briefing(const Scenario& scenario, const results::Comparison& comparison);

/// The same of a comparison that was read from a file, with the scenario that it recorded.
/// `results_path` says beside what the model's files may lie; empty: beside the recorded texts.
std::string briefing(const results::Comparison& comparison, const std::string& results_path);

}  // namespace slackwater::api
