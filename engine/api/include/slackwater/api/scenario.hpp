#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "slackwater/api/run.hpp"
#include "slackwater/results/comparison.hpp"

namespace slackwater::api {

/// A scenario file that was read and checked against its model. Cheap to copy; immutable.
class Scenario {
 public:
  struct Implementation;
  explicit Scenario(std::shared_ptr<const Implementation> implementation);

  const std::string& title() const;
  const std::string& question() const;
  const std::string& source_name() const;
  std::string text() const;
  /// Everything that was read, by path: the file, its model, their data files and tables.
  std::map<std::string, std::string> texts() const;
  Model model() const;
  std::vector<std::string> policies() const;
  std::vector<std::string> futures() const;
  /// As people read a policy or a future; its label where the file gives no title.
  std::string title_of_policy(const std::string& label) const;
  std::string title_of_future(const std::string& label) const;
  const std::string& baseline() const;
  /// The model's settings with the file's `time:` and `method:`.
  TimeInfo time() const;
  /// Samples of its uncertainty; 0 without one.
  std::size_t samples() const;
  /// The seed of its uncertainty; 0 without one.
  std::uint64_t seed() const;
  /// What else was read for the model and the file: results::Provenance::files.
  std::string file_hashes() const;
  const base::Diagnostics& diagnostics() const;

  const Implementation& implementation() const { return *implementation_; }

 private:
  std::shared_ptr<const Implementation> implementation_;
};

/// Reads a scenario file and the model that it names (relative to the file's folder).
base::Result<Scenario> load_scenario_file(const std::string& path, bool strict_units = false);

/// The same from the texts of another scenario (Scenario::texts), opening no file.
base::Result<Scenario> load_scenario_texts(const std::string& path,
                                           const std::map<std::string, std::string>& texts,
                                           bool strict_units = false);

/// The same scenario with so many samples instead of those that its file says.
///
/// Errors: E9036 when its samples follow from a table, a grid or one at a time, or when it has no
/// `uncertainty:`; E9020 for a number that no design has.
base::Result<Scenario> with_samples(const Scenario& scenario, std::uint64_t samples);

struct CompareOptions {
  int threads = 0;           ///< 0: as many as the machine has
  bool with_samples = true;  ///< false: only the default parameters
  std::string command;       ///< how the user started it, for the briefing
  bool for_file = false;     ///< a results file will be made of it: needs memory
  LaneOptions lanes = {};
};

/// Runs every policy under every future, on the defaults and on the samples, then measures and
/// tests claims.
///
/// Errors: cancelled ("E9001"), or a scenario whose runs all cannot start. Failed runs are in the
/// tables.
base::Result<results::Comparison> compare(const Scenario& scenario,
                                          const CompareOptions& options = {},
                                          const Progress& progress = {});

/// One policy under one future of a scenario, on the default parameters or (`options.only`) in one
/// sample of its uncertainty. `options` override the scenario.
///
/// Guarantees: a sample has the bits that it has among all others, which are not computed; it keeps
/// the variables that a comparison keeps unless `options.save` names others.
/// Errors: E9027 when there is no such sample.
base::Result<results::RunTable> run(const Scenario& scenario, const std::string& policy,
                                    const std::string& future, const RunOptions& options = {},
                                    const Progress& progress = {});

/// The JSON Schema of scenario files, for editors.
std::string scenario_schema();

}  // namespace slackwater::api
