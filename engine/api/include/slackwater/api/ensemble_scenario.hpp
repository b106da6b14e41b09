#pragma once

#include "slackwater/api/run.hpp"
#include "slackwater/api/scenario.hpp"

namespace slackwater::api {

/// The scenario file of an ensemble of one model, so that it runs in a folder as others do.
///
/// One policy, `run`, has the settings, and there is no future but the model's. What is drawn
/// stands under `draw`; a grid and a matrix become a table beside it, `samples.csv`. Guarantees:
/// its samples are those of `ensemble` with the same options, bit for bit. Errors: those of
/// `ensemble`; E9038 for options that no scenario file has.
base::Result<Scenario> ensemble_scenario(const Model& model, const EnsembleOptions& design,
                                         const RunOptions& options, bool strict_units = false);

}  // namespace slackwater::api
