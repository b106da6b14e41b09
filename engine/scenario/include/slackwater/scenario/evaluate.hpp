#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/run_table.hpp"
#include "slackwater/scenario/scenario.hpp"

/// Turns series into the numbers and verdicts that a scenario file asks for.
namespace slackwater::scenario {

/// The runs to look at: saved points, and every step for the measures that say so.
///
/// Both tables have the same policies, futures and samples. Their labels are those of the scenario;
/// they may be a part of its policies and futures, as long as what a measure compares with is
/// there.
struct Tables {
  const results::RunTable* saved = nullptr;
  const results::RunTable* every_step =
      nullptr;  ///< needed only when Scenario::needed_every_step is not empty
};

/// Every measure of the scenario for every run, in the order of the file.
///
/// Shapes: (policy, future, sample) of the tables. The value is NaN wherever the status is not
/// `reached`. `cancel` is looked at before every sample; what is not computed then is not
/// applicable.
std::vector<results::Metric> evaluate_measures(const Scenario& scenario, const Tables& tables,
                                               const std::atomic<bool>* cancel = nullptr);

/// Everything that claims are decided by.
struct Evidence {
  Tables defaults;
  Tables samples;  ///< `saved` is null without uncertainty
  std::span<const results::Scan> scans;
  std::span<const results::Search> searches;
};

/// The verdict on every claim of the file, with the numbers that decided it.
///
/// On the samples, scans and searches keep the values that they have on the default parameters; a
/// claim about nothing else has no share of them. `cancel` is looked at before every sample; the
/// claims are of no use then.
std::vector<results::Claim> evaluate_claims(const Scenario& scenario, const Evidence& evidence,
                                            const std::atomic<bool>* cancel = nullptr);

/// The same claims on a part of the samples alone: only what results::Claim says of samples is
/// filled in, besides the id. `evidence.defaults` is not looked at.
std::vector<results::Claim> test_claims_in_samples(const Scenario& scenario,
                                                   const Evidence& evidence,
                                                   const std::atomic<bool>* cancel = nullptr);

/// Whether a claim that samples decide looks at a scan or a search, too.
bool samples_need_studies(const Scenario& scenario);

/// Runs that a scan or a search needs: these policies under these futures, on the default
/// parameters.
struct Evaluation {
  std::vector<model::Override> extra;  ///< applied last, to every one of the runs
  std::vector<std::size_t> policies;   ///< of the scenario, rising
  std::vector<std::size_t> futures;    ///< rising
  bool every_step = false;  ///< the table must hold every step instead of the saved points
};

/// Runs several evaluations: one table each, with samples = 1 and the labels of its policies and
/// futures.
///
/// Evaluations of one call have nothing to wait for in each other, so they may run side by side.
using Evaluate = std::function<base::Result<std::vector<results::RunTable>>(
    std::span<const Evaluation> evaluations)>;

/// Runs a scan: all points in one call of `evaluate`.
base::Result<results::Scan> run_scan(const Scenario& scenario, const Scan& scan,
                                     const Evaluate& evaluate);

/// Looks for the place where the condition changes; says why when there is none.
///
/// Bisection first verifies that the condition differs at the two ends. A grid goes from the low
/// end in steps and keeps the first change.
base::Result<results::Search> run_search(const Scenario& scenario, const Search& search,
                                         const Evaluate& evaluate);

/// Every lever that a policy sets to something other than the model does, for the reader.
std::vector<results::PolicySetting> policy_settings(const Scenario& scenario,
                                                    const model::Model& model);

}  // namespace slackwater::scenario
