#pragma once

#include <string>

#include "slackwater/api/scenario.hpp"
#include "slackwater/results/comparison.hpp"

namespace slackwater::api {

/// The scenario from which a results file was made: its texts are in the file.
///
/// Other files that were read (data, tables of samples) are known by their SHA-256 alone; they are
/// looked for where they were, and beside the results file. Errors: E9028 when one of them is not
/// there any more or has changed.
base::Result<Scenario> load_scenario_of(const results::Provenance& provenance,
                                        const std::string& results_path);

/// The same for the model of a single run.
base::Result<Model> load_model_of(const results::Provenance& provenance,
                                  const std::string& results_path);

/// Runs again what a comparison says of itself; the table of samples only where there is one.
base::Result<results::Comparison> compare_again(const results::Comparison& found,
                                                const std::string& results_path,
                                                const CompareOptions& options,
                                                const Progress& progress = {});

}  // namespace slackwater::api
