#pragma once

#include "core/standing_run.hpp"
#include "slackwater/analysis/equilibrium.hpp"

namespace slackwater::api {

/// Refuses models without a rest state (E9013): an equilibrium is a state of the stocks; values
/// that change between steps, and draws, never rest.
base::Diagnostics can_rest(const model::Model& model, const base::Place& place);

/// The state in which the stocks of a run rest under its parameters, searched from its start.
///
/// Time stands still at the start. Shapes: stocks in the order of the variant's model.
base::Result<analysis::Equilibrium> find_rest(const StandingRun& run,
                                              const analysis::EquilibriumOptions& options = {});

/// What to know about a rest state besides its values: "stable, the slowest disturbance is down to
/// 37 % after 12 week; goes on counting: finished".
std::string describe(const analysis::Equilibrium& rest, const model::Model& model);

}  // namespace slackwater::api
