#pragma once

#include <optional>

#include "slackwater/program/failure.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::run {

/// The outcome of a run that ended for this reason; `fallback_time` when the reason was not found.
RunOutcome outcome_of(std::optional<program::Failure> failure, double fallback_time);

}  // namespace slackwater::run
