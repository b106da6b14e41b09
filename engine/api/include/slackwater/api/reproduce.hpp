#pragma once

#include <string>

#include "slackwater/api/ensemble_folder.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/differences.hpp"

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

/// The shards of an ensemble, computed again.
struct ShardsAgain {
  std::size_t shards = 0;              ///< that were there
  std::size_t missing = 0;             ///< not there, or damaged
  std::uint64_t bytes = 0;             ///< of the shards that are the same
  std::vector<std::string> differing;  ///< files whose bytes are others now
  results::Differences first;          ///< between the first of these and what it is now
};

/// Runs all shards that a folder has once more, in a temporary folder that goes away.
///
/// A few are there at a time. Throws: FileError. Errors: E9001, and what no run could start with.
base::Result<ShardsAgain> shards_again(const EnsembleFolder& folder, int threads,
                                       const Progress& progress = {});

}  // namespace slackwater::api
