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
  std::vector<Verdict> verdicts;
  std::vector<double> left;
  std::vector<double> right;

  void add(const Truth& truth) {
    if (truth.failed_run) ++failed;
    if (truth.verdict == Verdict::holds) ++holds;
    verdicts.push_back(truth.verdict);
    left.push_back(truth.left.value);
    right.push_back(truth.right.value);
  }
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
      counts[i].add(evaluator.condition(*expression, {0, 0, s}));
    }
  }
  return counts;
}

void add_share(Count& count, std::size_t samples, results::Claim& result) {
  result.samples_tested = samples;
  result.samples_failed_runs = count.failed;
  result.share = static_cast<double>(count.holds) / static_cast<double>(samples);
  const auto interval = wilson_interval(count.holds, samples);
  result.share_low = interval.low;
  result.share_high = interval.high;
  result.sample_verdicts = std::move(count.verdicts);
  result.sample_left = std::move(count.left);
  result.sample_right = std::move(count.right);
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

/// Without samples the default parameters decide alone. Being fragile is about the samples.
bool passes(const results::Claim& claim) {
  if (claim.verdict != Verdict::holds) return false;
  if (!claim.fragile.empty()) return true;
  return !claim.required_share || !claim.share || *claim.share >= *claim.required_share;
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

}  // namespace

std::vector<results::Claim> evaluate_claims(const Scenario& scenario, const Evidence& evidence,
                                            const std::atomic<bool>* cancel) {
  Evaluator on_defaults(scenario, evidence.defaults, evidence.scans, evidence.searches);
  const auto samples = evidence.samples.saved != nullptr ? evidence.samples.saved->samples : 0;
  Evaluator on_samples(scenario, evidence.samples, evidence.scans, evidence.searches);
  auto counts = count_samples(scenario, on_samples, samples, cancel);
  const RunPlace first;
  std::vector<results::Claim> results;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& claim = scenario.claims[i];
    auto result = untested(claim);
    if (claim.expression) {
      const auto truth = on_defaults.condition(*claim.expression, first);
      result.verdict = truth.verdict;
      add_sides(truth, result);
      result.numbers = numbers_text(*claim.expression, on_defaults, first);
      if (samples > 0 && reads_runs(*claim.expression)) add_share(counts[i], samples, result);
    }
    result.passed = passes(result);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace slackwater::scenario
