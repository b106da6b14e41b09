#include <fmt/format.h>

#include <algorithm>

#include "describe.hpp"
#include "evaluator.hpp"
#include "slackwater/results/statistics.hpp"

namespace slackwater::scenario {
namespace {

using results::Verdict;

void add_sample(const Truth& truth, results::Claim& claim) {
  if (truth.failed_run) ++claim.samples_failed_runs;
  claim.sample_verdicts.push_back(truth.verdict);
  claim.sample_left.push_back(truth.left.value);
  claim.sample_right.push_back(truth.right.value);
}

/// The comparison that decided, with its numbers.
void add_sides(const Truth& truth, results::Claim& result) {
  if (truth.decided_by == nullptr) return;
  const auto& left = *truth.decided_by->operands[0];
  const auto& right = *truth.decided_by->operands[1];
  result.left = {truth.left.value, truth.left.status};
  const auto op = truth.decided_by->op;
  result.sign = sign_of(truth.negated ? opposite(op) : op);
  result.right = {truth.right.value, truth.right.status};
  // The right side counts in the left one's unit, unless that is a bare number.
  result.unit = left.bare || !left.unit.known ? right.unit.text : left.unit.text;
}

results::Claim untested(const Claim& claim) {
  results::Claim result;
  result.id = claim.id;
  result.text = claim.text;
  result.source = claim.source;
  result.that = claim.that;
  result.note = claim.note;
  result.fragile = claim.fragile;
  result.required_share = claim.holds_in;
  return result;
}

/// Moves what `tested` says about the samples; with a failed run a claim does not hold there.
void add_samples(results::Claim tested, results::Claim& result) {
  const auto samples = tested.samples_tested;
  if (samples == 0) return;
  std::size_t holds = 0;
  for (const auto verdict : tested.sample_verdicts) holds += verdict == Verdict::holds ? 1 : 0;
  result.samples_tested = samples;
  result.samples_failed_runs = tested.samples_failed_runs;
  result.share = static_cast<double>(holds) / static_cast<double>(samples);
  const auto interval = results::wilson_interval(holds, samples);
  result.share_low = interval.low;
  result.share_high = interval.high;
  result.passed = results::passes(result);
  result.sample_verdicts = std::move(tested.sample_verdicts);
  result.sample_left = std::move(tested.sample_left);
  result.sample_right = std::move(tested.sample_right);
}

}  // namespace

// Sample by sample, so that claims share the measures of one.
std::vector<results::Claim> test_claims_in_samples(const Scenario& scenario,
                                                   const Evidence& evidence,
                                                   const std::atomic<bool>* cancel) {
  const auto samples = evidence.samples.saved != nullptr ? evidence.samples.saved->samples : 0;
  Evaluator evaluator(scenario, evidence.samples, evidence.scans, evidence.searches);
  std::vector<results::Claim> claims(scenario.claims.size());
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto& expression = scenario.claims[i].expression;
    claims[i].id = scenario.claims[i].id;
    if (expression && reads_runs(*expression)) claims[i].samples_tested = samples;
  }
  for (std::size_t s = 0; s < samples; ++s) {
    if (cancel != nullptr && *cancel) break;
    for (std::size_t i = 0; i < claims.size(); ++i) {
      if (claims[i].samples_tested == 0) continue;
      add_sample(evaluator.condition(*scenario.claims[i].expression, {0, 0, s}), claims[i]);
    }
  }
  return claims;
}

bool samples_need_studies(const Scenario& scenario) {
  return std::any_of(scenario.claims.begin(), scenario.claims.end(), [](const Claim& claim) {
    return claim.expression && reads_runs(*claim.expression) && reads_studies(*claim.expression);
  });
}

std::vector<results::Claim> evaluate_claims(const Scenario& scenario, const Evidence& evidence,
                                            const std::atomic<bool>* cancel) {
  Evaluator on_defaults(scenario, evidence.defaults, evidence.scans, evidence.searches);
  auto tested = test_claims_in_samples(scenario, evidence, cancel);
  const RunPlace first;
  std::vector<results::Claim> results;
  for (std::size_t i = 0; i < tested.size(); ++i) {
    const auto& claim = scenario.claims[i];
    auto result = untested(claim);
    if (claim.expression) {
      const auto truth = on_defaults.condition(*claim.expression, first);
      result.verdict = truth.verdict;
      add_sides(truth, result);
      result.numbers = numbers_text(*claim.expression, on_defaults, first);
    }
    result.passed = results::passes(result);
    add_samples(std::move(tested[i]), result);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace slackwater::scenario
