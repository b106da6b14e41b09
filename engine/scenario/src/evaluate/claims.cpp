#include <fmt/format.h>

#include "describe.hpp"
#include "evaluator.hpp"
#include "wilson.hpp"

namespace slackwater::scenario {
namespace {

using results::Verdict;

/// Counts the samples in which a claim holds; with a failed run it does not.
void count_samples(const Claim& claim, Evaluator& evaluator, std::size_t samples,
                   const std::atomic<bool>* cancel, results::Claim& result) {
  std::size_t holds = 0;
  for (std::size_t s = 0; s < samples; ++s) {
    if (cancel != nullptr && *cancel) return;
    const auto truth = evaluator.condition(*claim.expression, {0, 0, s});
    if (truth.failed_run) ++result.samples_failed_runs;
    if (truth.verdict == Verdict::holds) ++holds;
  }
  result.samples_tested = samples;
  result.share = static_cast<double>(holds) / static_cast<double>(samples);
  const auto interval = wilson_interval(holds, samples);
  result.share_low = interval.low;
  result.share_high = interval.high;
}

/// Without samples the default parameters decide alone.
bool passes(const results::Claim& claim) {
  if (!claim.fragile.empty()) return true;
  if (claim.verdict != Verdict::holds) return false;
  return !claim.required_share || !claim.share || *claim.share >= *claim.required_share;
}

results::Claim untested(const Claim& claim) {
  results::Claim result;
  result.id = claim.id;
  result.text = claim.text;
  result.source = claim.source;
  result.that = claim.that;
  result.fragile = claim.fragile;
  result.required_share = claim.holds_in;
  return result;
}

}  // namespace

std::vector<results::Claim> evaluate_claims(const Scenario& scenario, const Evidence& evidence,
                                            const std::atomic<bool>* cancel) {
  Evaluator on_defaults(scenario, evidence.defaults, evidence.scans, evidence.searches);
  std::optional<Evaluator> on_samples;
  if (evidence.samples.saved != nullptr) {
    on_samples.emplace(scenario, evidence.samples, evidence.scans, evidence.searches);
  }
  const RunPlace first;
  std::vector<results::Claim> results;
  for (const auto& claim : scenario.claims) {
    auto result = untested(claim);
    if (claim.expression) {
      result.verdict = on_defaults.condition(*claim.expression, first).verdict;
      result.numbers = numbers_text(*claim.expression, on_defaults, first);
      if (on_samples && reads_runs(*claim.expression)) {
        count_samples(claim, *on_samples, evidence.samples.saved->samples, cancel, result);
      }
    }
    result.passed = passes(result);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace slackwater::scenario
