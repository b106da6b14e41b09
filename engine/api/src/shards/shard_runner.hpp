#pragma once

#include <set>
#include <string>

#include "scenario_implementation.hpp"
#include "shard_builder.hpp"
#include "slackwater/api/ensemble_plan.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/shard.hpp"
#include "study.hpp"

namespace slackwater::api {

/// Computes the shards of one ensemble, one at a time; every thread has its own.
///
/// A shard is made in blocks of samples: their series are measured and dropped, unless they are
/// kept. Guarantees: a shard is the same whatever the blocks, the threads and the shards before it.
class ShardRunner {
 public:
  /// All must live as long; of `studies` the scans and searches, for the claims that read them.
  ShardRunner(const EnsemblePlan& plan, const Scenario::Implementation& scenario,
              const results::Comparison& studies, const LaneOptions& lanes = {});

  /// Solves the equilibrium from which all samples start; must be called first.
  base::Diagnostics prepare();

  /// The samples of one shard under every policy and future. `progress.report` counts runs.
  ///
  /// `block` samples are looked at together; 0 chooses. Errors: E9001, and what no run could start
  /// with.
  base::Result<results::Shard> run(std::size_t shard, int threads, const Progress& progress,
                                   std::uint64_t block = 0);

  /// The equilibria found until now.
  const Rests& rests() const { return study_.rests(); }

 private:
  std::uint64_t samples_of_a_block(int threads) const;
  /// The runs at save points, and those of every step when a measure needs them.
  base::Result<std::vector<TableRuns>> planned(const std::vector<results::DrawnInput>& drawn,
                                               std::uint64_t first,
                                               const std::atomic<bool>* cancel);
  base::Result<ShardBlock> run_block(std::uint64_t first, std::uint64_t count, int threads,
                                     const Progress& progress);

  const EnsemblePlan& plan_;
  const Scenario::Implementation& scenario_;
  const results::Comparison& studies_;
  Study study_;
  std::set<std::string> kept_;      ///< whose series the shard keeps
  std::set<std::string> fanned_;    ///< whose quantiles it keeps
  std::set<std::string> computed_;  ///< whose series a block holds: these, and what measures read
  double bytes_of_a_sample_ = 0;    ///< of the series in a block
};

}  // namespace slackwater::api
