#pragma once

#include <optional>
#include <string>

#include "core/standing_run.hpp"
#include "slackwater/analysis/equilibrium.hpp"

namespace slackwater::api {

/// What recurs by the calendar moves a stock, so that the rest does not last: "at 12 week 'review'
/// moves 'fatigue' by 0.1 per week". Nothing when no stock is moved.
///
/// The rate is the difference that recurrences make to the net flow, the stocks held where they
/// rest: compared with what they are at the start of the run.
std::optional<std::string> does_not_last(const StandingRun& run, const analysis::Equilibrium& rest,
                                         const model::TimeSettings& time);

/// The warning about it (W9004).
base::Diagnostics warn_that_it_does_not_last(const std::string& how, const base::Place& place);

}  // namespace slackwater::api
