#include "pack/survey.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "slackwater/results/pack.hpp"
#include "slackwater/results/statistics.hpp"
#include "store/layout.hpp"
#include "store/read_table.hpp"

namespace slackwater::results {
namespace {

struct Tally {
  bool on_samples = false;
  std::size_t holds = 0;
  std::size_t tested = 0;
  std::size_t failed_runs = 0;
};

void tally_claims(const H5::Group& shard, std::vector<Tally>& tallies) {
  if (!has_group(shard, layout::kClaims)) return;
  const auto group = shard.openGroup(layout::kClaims);
  const auto on_samples = read_flags(group, "tested");
  const auto failed = read_counts(group, "samples_failed_runs");
  const auto verdicts = statuses<Verdict>(read_flags(group, "sample_verdict"));
  if (on_samples.size() != tallies.size()) {
    throw std::runtime_error("a shard has other claims than the study");
  }
  const auto samples = verdicts.size() / tallies.size();
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    if (on_samples[i] == 0) continue;
    const auto begin = verdicts.begin() + static_cast<std::ptrdiff_t>(i * samples);
    tallies[i].on_samples = true;
    tallies[i].tested += samples;
    tallies[i].holds += static_cast<std::size_t>(
        std::count(begin, begin + static_cast<std::ptrdiff_t>(samples), Verdict::holds));
    tallies[i].failed_runs += static_cast<std::size_t>(failed.at(i));
  }
}

void decide(Claim& claim, const Tally& tally) {
  if (tally.on_samples && tally.tested > 0) {
    claim.samples_tested = tally.tested;
    claim.samples_failed_runs = tally.failed_runs;
    claim.share = static_cast<double>(tally.holds) / static_cast<double>(tally.tested);
    const auto interval = wilson_interval(tally.holds, tally.tested);
    claim.share_low = interval.low;
    claim.share_high = interval.high;
  }
  claim.passed = passes(claim);
}

// What a shard says about the layout of all; its values are dropped.
void take_layout(const H5::Group& shard, Survey& found) {
  auto first = read_table(shard);
  found.table = std::move(first.table);
  found.metrics = std::move(first.metrics);
  found.names = names_in(shard);
  for (auto& variable : found.table.variables) variable.values = {};
  for (auto& input : found.table.drawn) input.values = {};
  for (auto& metric : found.metrics) metric.values = {}, metric.status = {};
  if (!has_group(shard, layout::kFans)) return;
  const auto fans = shard.openGroup(layout::kFans);
  for (const auto& name : link_names(fans)) {
    const auto dataset = fans.openDataSet(name);
    if (text_attribute(dataset, layout::kRole) != layout::kFanEnds) continue;
    found.fans.push_back(name);
    found.fan_variables[name] = text_attribute(dataset, layout::kName);
  }
}

// Without any shard the defaults say what there would be.
void take_layout(const Comparison& study, Survey& found) {
  found.table = study.defaults;
  found.table.variables.clear();
  found.table.drawn.clear();
  found.metrics = study.metrics;
  for (auto& metric : found.metrics) metric.values = {}, metric.status = {};
}

void sort_failures(std::vector<RunFailure>& failures) {
  std::ranges::stable_sort(
      failures, {}, [](const RunFailure& f) { return std::tuple(f.policy, f.future, f.sample); });
}

}  // namespace

Survey survey(const ShardSource& source, const Comparison& study,
              const std::function<void()>& step) {
  Survey found;
  std::vector<Tally> tallies(study.claims.size());
  std::vector<RunFailure> failures;
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    step();
    if (source.files[i].empty()) continue;
    const auto file = source.open(i);
    const auto root = file.openGroup("/");
    check_shard(root, source, i);
    if (i == source.first_there()) take_layout(root, found);
    tally_claims(root, tallies);
    found.failures_in_all += count_attribute(root, layout::kFailuresInAll);
    if (failures.size() >= kMostFailuresPacked) continue;
    auto more = read_failures(root, found.table);
    std::ranges::move(more, std::back_inserter(failures));
  }
  if (source.first_there() == source.files.size()) take_layout(study, found);
  if (failures.size() > kMostFailuresPacked) failures.resize(kMostFailuresPacked);
  sort_failures(failures);
  found.table.failures = std::move(failures);
  found.table.samples = source.samples;
  found.table.status = {};
  found.table.stopped_at = {};

  found.claims = study.claims;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    decide(found.claims[i], tallies[i]);
    found.claim_samples = found.claim_samples || tallies[i].on_samples;
  }
  return found;
}

}  // namespace slackwater::results
