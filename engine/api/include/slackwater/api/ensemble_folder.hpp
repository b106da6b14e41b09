#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "slackwater/api/ensemble_plan.hpp"
#include "slackwater/results/pack.hpp"
#include "slackwater/results/shard_folder.hpp"

namespace slackwater::api {

/// Which shards to run, and how.
struct ShardRequest {
  std::vector<std::size_t> shards;
  int threads = 0;          ///< 0: as many as the machine has
  std::uint64_t block = 0;  ///< samples that are measured together; 0 chooses. Changes no bit
  LaneOptions lanes = {};
};

/// An ensemble on disk with the scenario that its plan holds. Cheap to copy.
///
/// Throws: results::FileError from every member that touches the disk. All members may be called
/// from any thread and hold no lock of the caller's language.
class EnsembleFolder {
 public:
  /// Makes the folder, or takes one that has exactly this plan already.
  ///
  /// Errors: E9032 when the folder has another plan, naming what differs.
  static base::Result<EnsembleFolder> create(const std::string& path, const EnsemblePlan& plan);
  /// Errors: E9031, and what is wrong with the plan's texts. Throws: also when there is no plan.
  static base::Result<EnsembleFolder> open(const std::string& path);

  const std::string& path() const { return folder_.path(); }
  const EnsemblePlan& plan() const { return plan_; }
  const Scenario& scenario() const { return scenario_; }
  const results::ShardFolder& files() const { return folder_; }
  /// Policies times futures times samples, of the whole or of some shards.
  std::uint64_t runs() const;
  std::uint64_t runs_of(const std::vector<std::size_t>& shards) const;

  /// The right to write one of several parts; a second writer is refused, naming `command`.
  results::WriterLock lock(std::size_t part, std::size_t parts, const std::string& command) const;

  /// Runs shards and publishes each when it is complete; the caller holds the lock.
  ///
  /// One shard per thread; a thread of its own writes. Failed runs are in the shards and stop
  /// nothing. `progress.report` counts runs. Guarantees: memory does not grow with the shards.
  /// Errors: E9001 when cancelled: shards under way are dropped, complete ones are kept.
  base::Diagnostics run_shards(const ShardRequest& request, const Progress& progress = {}) const;

  /// Runs the defaults, scans and searches, and writes results.h5 from all shards.
  ///
  /// Errors: E9001. Throws: also when a shard is missing or damaged.
  base::Result<results::Packed> pack(int threads = 0, const Progress& progress = {}) const;

  /// Writes a results file of what is there, at `file`; the folder itself is only read.
  ///
  /// Runs of missing and damaged shards are `not_run`. Series stay in the shards, to which the file
  /// refers from where it is. Errors: E9001.
  base::Result<results::Packed> view(const std::string& file, int threads = 0,
                                     const Progress& progress = {}) const;

 private:
  EnsembleFolder(results::ShardFolder folder, EnsemblePlan plan, Scenario scenario);
  base::Result<results::Packed> pack_as(results::PackOptions options, int threads,
                                        const Progress& progress) const;

  results::ShardFolder folder_;
  EnsemblePlan plan_;
  Scenario scenario_;
};

/// What a part still needs.
struct PartStates {
  std::vector<std::size_t> missing;    ///< shards of the part, damaged ones too
  std::vector<std::string> set_aside;  ///< where damaged files went
};

/// Looks through the folder; damaged shards of the part are set aside. The caller holds the lock.
PartStates check_part(const EnsembleFolder& folder, std::size_t part, std::size_t parts,
                      const Progress& progress = {});

/// Whether all shards are there with the bytes that their names promise. Needs no lock.
bool is_complete(const EnsembleFolder& folder);

/// Bytes that the folder will grow by: these shards, and the packed results.
struct PredictedSize {
  double shards = 0;
  double results = 0;
};
base::Result<PredictedSize> predict_size(const EnsembleFolder& folder,
                                         const std::vector<std::size_t>& shards);

/// Refuses what the disk cannot hold, before the first run. Errors: E9033.
base::Diagnostics check_space(const EnsembleFolder& folder, const std::vector<std::size_t>& shards);

}  // namespace slackwater::api
