#include <fmt/format.h>

#include "describe.hpp"
#include "evaluator.hpp"
#include "wilson.hpp"

namespace slackwater::scenario {
namespace {

using results::Verdict;

/// In how many samples each claim holds; with a failed run it does not.
struct Count {
  std::size_t holds = 0;
  std::size_t failed = 0;
};

/// Sample by sample, so that claims share the measures of one.
std::vector<Count> count_samples(const Scenario& scenario, Evaluator& evaluator,
                                 std::size_t samples, const std::atomic<bool>* cancel) {
  std::vector<Count> counts(scenario.claims.size());
  for (std::size_t s = 0; s < samples; ++s) {
    if (cancel != nullptr && *cancel) break;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const auto& expression = scenario.claims[i].expression;
      if (!expression || !reads_runs(*expression)) continue;
      const auto truth = evaluator.condition(*expression, {0, 0, s});
      if (truth.failed_run) ++counts[i].failed;
      if (truth.verdict == Verdict::holds) ++counts[i].holds;
    }
  }
  return counts;
}

void add_share(const Count& count, std::size_t samples, results::Claim& result) {
  result.samples_tested = samples;
  result.samples_failed_runs = count.failed;
  result.share = static_cast<double>(count.holds) / static_cast<double>(samples);
  const auto interval = wilson_interval(count.holds, samples);
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
  const auto samples = evidence.samples.saved != nullptr ? evidence.samples.saved->samples : 0;
  Evaluator on_samples(scenario, evidence.samples, evidence.scans, evidence.searches);
  const auto counts = count_samples(scenario, on_samples, samples, cancel);
  const RunPlace first;
  std::vector<results::Claim> results;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& claim = scenario.claims[i];
    auto result = untested(claim);
    if (claim.expression) {
      result.verdict = on_defaults.condition(*claim.expression, first).verdict;
      result.numbers = numbers_text(*claim.expression, on_defaults, first);
      if (samples > 0 && reads_runs(*claim.expression)) add_share(counts[i], samples, result);
    }
    result.passed = passes(result);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace slackwater::scenario
