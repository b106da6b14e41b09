#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "batch_runs.hpp"
#include "core/variant.hpp"
#include "scenario_implementation.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::api {

/// The searches for an equilibrium: how many, and what was found.
struct Rests {
  std::size_t solved = 0;
  std::size_t unstable = 0;
  std::string first;
  std::string first_unstable;
  std::optional<std::string> first_disturbance;  ///< why the first does not last

  /// Adds what was found for other samples.
  void add(const Rests& others);
};
/// What a reader should know about the equilibria of a scenario's runs.
base::Diagnostics warnings_of(const Rests& rests, const scenario::Start& start);

/// Plans and executes the runs that a scenario file asks for.
///
/// One study keeps two sets of variants: one saves the file's variables at save points, one those
/// that measures look at in every step.
class Study {
 public:
  Study(const Scenario::Implementation& scenario, const RunOptions& options);

  /// Solves `start: equilibrium`; must be called first.
  base::Diagnostics prepare();
  const Rests& rests() const { return rests_; }
  /// What a reader should know about the equilibria found until now.
  base::Diagnostics warnings() const { return warnings_of(rests_, scenario_.start); }
  /// Where runs start, in words.
  std::string described_start() const;

  /// Policies, futures and samples to run; `drawn[sample]` are the inputs of each sample, empty for
  /// the defaults.
  struct Selection {
    std::vector<std::size_t> policies;
    std::vector<std::size_t> futures;
    std::vector<std::vector<NamedValue>> drawn;
    std::vector<model::Override> extra;  ///< applied last
    bool every_step = false;
    const std::atomic<bool>* cancel = nullptr;
    bool extra_at_start = false;  ///< the extra settings hold in the common start too
    /// Where the first of `drawn` stands in the whole study: it keys the random functions.
    std::uint64_t first_sample = 0;
    /// The variables whose series the table holds; null: all. The others are computed all the same,
    /// so that a run ends the same way.
    const std::set<std::string>* kept = nullptr;
  };
  /// Runs without a start are in the table as failed.
  base::Result<TableRuns> plan(const Selection& selection);

  /// Whose rest state: without a policy and a future the one from which runs start.
  struct Rest {
    std::optional<std::size_t> policy;
    std::optional<std::size_t> future;
    std::vector<ModelChange> extra;  ///< applied last
  };
  /// The run that is to come to rest, from where runs of this policy and future start.
  base::Result<PlannedRun> plan_rest(const Rest& rest);

  /// What an `at_start` setting sets on the default parameters: one number per element, the same
  /// for every policy and future that has the setting.
  base::Result<std::vector<Setting>> default_numbers(const scenario::Setting& setting);

  /// All policies and futures of the scenario on the default parameters.
  Selection everything() const;
  bool needs_every_step() const;

  /// How large a table of this study is: numbers of one series, and series of one run.
  struct Extent {
    std::size_t points = 0;
    std::vector<std::pair<std::string, std::size_t>> variables;  ///< with their elements
  };
  base::Result<Extent> extent(bool every_step);

  Variants& variants() { return saved_; }

 private:
  /// Settings by their text, and their numbers, one per element, or why there are none.
  using StartNumbers = std::map<std::string, base::Result<std::vector<double>>>;
  /// One sample: what is drawn, and the stocks of the equilibrium.
  struct Sample {
    const std::vector<NamedValue>& drawn;
    const std::vector<NamedValue>& starts;
    std::size_t index = 0;
  };

  /// Fails for an `at_start` setting without a usable number; one that is not in `numbers` at all
  /// is left out.
  base::Diagnostics add_change(const scenario::Setting& setting, const StartNumbers& numbers,
                               std::vector<ModelChange>& out) const;
  /// With the numbers of `at_start` settings, as `numbers_at_start` gives them.
  base::Result<std::vector<ModelChange>> changes(std::size_t policy, std::size_t future,
                                                 const std::vector<model::Override>& extra,
                                                 const StartNumbers& numbers) const;
  std::vector<ModelChange> changes_of(const std::vector<model::Override>& extra) const;
  /// Every `at_start` expression of the file in the common start of one sample, in which `extra`
  /// holds.
  StartNumbers numbers_at_start(const Sample& sample, const std::vector<ModelChange>& extra);
  base::Result<std::vector<double>> number_at_start(const scenario::Setting& setting,
                                                    const Sample& sample,
                                                    const std::vector<ModelChange>& extra);
  void plan_sample(const Selection& selection, const std::vector<NamedValue>& drawn,
                   std::size_t sample, TableRuns& out);
  /// What holds while the equilibrium is solved from which runs start.
  base::Result<std::vector<ModelChange>> changes_at_rest(const StartNumbers& numbers) const;
  base::Result<std::vector<NamedValue>> equilibrium(const std::vector<NamedValue>& drawn);
  base::Result<std::vector<NamedValue>> starts_of(const std::vector<NamedValue>& drawn);

  const scenario::Scenario& scenario_;
  RunOptions options_;
  Variants saved_;
  Variants every_step_;
  std::vector<NamedValue> base_starts_;
  std::optional<base::Result<std::vector<NamedValue>>> default_starts_;

  Rests rests_;
};

}  // namespace slackwater::api
