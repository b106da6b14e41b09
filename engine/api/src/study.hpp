#pragma once

#include <functional>
#include <span>
#include <vector>

#include "batch_runs.hpp"
#include "core/variant.hpp"
#include "scenario_implementation.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::api {

/// Plans and executes the runs that a scenario file asks for.
///
/// One study keeps two sets of variants: one saves the file's variables at save points, one those
/// that measures look at in every step.
class Study {
 public:
  Study(const Scenario::Implementation& scenario, const RunOptions& options);

  /// Solves `start: equilibrium`; must be called first.
  base::Diagnostics prepare();

  /// Policies, futures and samples to run; `drawn[sample]` are the inputs of each sample, empty for
  /// the defaults.
  struct Selection {
    std::vector<std::size_t> policies;
    std::vector<std::size_t> futures;
    std::vector<std::vector<NamedValue>> drawn;
    std::vector<model::Override> extra;  ///< applied last
    bool every_step = false;
    const std::atomic<bool>* cancel = nullptr;
  };
  base::Result<TableRuns> plan(const Selection& selection);

  /// All policies and futures of the scenario on the default parameters.
  Selection everything() const;
  bool needs_every_step() const;

  Variants& variants() { return saved_; }

 private:
  std::vector<ModelChange> changes(std::size_t policy, std::size_t future,
                                   const std::vector<model::Override>& extra) const;
  base::Result<std::vector<NamedValue>> equilibrium(const std::vector<NamedValue>& drawn);

  const scenario::Scenario& scenario_;
  RunOptions options_;
  Variants saved_;
  Variants every_step_;
  std::vector<NamedValue> base_starts_;
};

}  // namespace slackwater::api
