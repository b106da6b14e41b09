#include "example_shards.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "example_comparison.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/statistics.hpp"

namespace {

using slackwater::results::add_runs;
using slackwater::results::Claim;
using slackwater::results::ClaimSamples;
using slackwater::results::Comparison;
using slackwater::results::fingerprint;
using slackwater::results::make_fan;
using slackwater::results::Metric;
using slackwater::results::RunTable;
using slackwater::results::Shard;
using slackwater::results::Verdict;
using slackwater::results::wilson_interval;

struct Slice {
  std::size_t cells;  // policies and futures
  std::size_t samples;
  std::size_t first;
  std::size_t count;

  // Of values of shape (cell, sample, rest...).
  template <class Value>
  std::vector<Value> of(const std::vector<Value>& all) const {
    const auto rest = all.size() / (cells * samples);
    std::vector<Value> part;
    for (std::size_t cell = 0; cell < cells; ++cell) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>((cell * samples + first) * rest);
      part.insert(part.end(), begin, begin + static_cast<std::ptrdiff_t>(count * rest));
    }
    return part;
  }
};

RunTable slice_of(const RunTable& all, const Slice& slice) {
  auto part = all;
  part.samples = slice.count;
  for (auto& variable : part.variables) variable.values = slice.of(variable.values);
  const Slice row{1, slice.samples, slice.first, slice.count};
  for (auto& input : part.drawn) input.values = row.of(input.values);
  part.status = slice.of(all.status);
  part.stopped_at = slice.of(all.stopped_at);
  std::erase_if(part.failures, [&](const auto& failure) {
    return failure.sample < slice.first || failure.sample >= slice.first + slice.count;
  });
  return part;
}

// A verdict that fails now and then, and where the failed run is not testable.
void decide_samples(Claim& claim, std::size_t samples) {
  std::size_t holds = 0;
  claim.sample_verdicts.clear();
  claim.sample_left.clear();
  claim.sample_right.clear();
  for (std::size_t s = 0; s < samples; ++s) {
    const bool failed = s + 1 == samples;
    const bool fails = s % 7 == 3;
    claim.sample_verdicts.push_back(failed  ? Verdict::not_testable
                                    : fails ? Verdict::fails
                                            : Verdict::holds);
    claim.sample_left.push_back(failed ? std::numeric_limits<double>::quiet_NaN()
                                       : static_cast<double>(s) / 8);
    claim.sample_right.push_back(28.1);
    if (!failed && !fails) ++holds;
  }
  claim.samples_tested = samples;
  claim.samples_failed_runs = 1;
  claim.share = static_cast<double>(holds) / static_cast<double>(samples);
  const auto interval = wilson_interval(holds, samples);
  claim.share_low = interval.low;
  claim.share_high = interval.high;
}

}  // namespace

Comparison example_ensemble(std::size_t samples) {
  auto comparison = example_comparison(samples);
  for (auto& claim : comparison.claims) {
    if (claim.share) decide_samples(claim, samples);
    if (claim.required_share && *claim.share < *claim.required_share) claim.passed = false;
  }
  return comparison;
}

Shard example_shard(const Comparison& comparison, std::size_t first, std::size_t count,
                    bool series) {
  const auto& all = *comparison.samples;
  const auto cells = all.policies.labels.size() * all.futures.labels.size();
  const Slice slice{cells, all.samples, first, count};
  const Slice row{1, all.samples, first, count};
  Shard shard;
  shard.first_sample = first;
  shard.runs = slice_of(all, slice);
  shard.failures_in_all = shard.runs.failures.size();
  for (const auto& metric : comparison.sample_metrics) {
    shard.metrics.push_back(metric);
    shard.metrics.back().values = slice.of(metric.values);
    shard.metrics.back().status = slice.of(metric.status);
  }
  for (const auto& claim : comparison.claims) {
    ClaimSamples part{claim.id, {}, {}, {}, 0};
    if (claim.share) {
      part = {claim.id, row.of(claim.sample_verdicts), row.of(claim.sample_left),
              row.of(claim.sample_right), first + count == all.samples ? 1u : 0u};
    }
    shard.claims.push_back(std::move(part));
  }
  for (auto& variable : shard.runs.variables) {
    shard.fans.push_back(make_fan(shard.runs, variable));
    add_runs(shard.fans.back(), shard.runs, variable);
    if (!series) variable.values.clear();
  }
  return shard;
}

Comparison study_of(Comparison comparison) {
  comparison.samples.reset();
  comparison.sample_metrics.clear();
  for (auto& claim : comparison.claims) {
    claim.share.reset();
    claim.share_low = claim.share_high = 0;
    claim.samples_tested = claim.samples_failed_runs = 0;
    claim.sample_verdicts.clear();
    claim.sample_left.clear();
    claim.sample_right.clear();
  }
  comparison.provenance.fingerprint.clear();
  return comparison;
}
