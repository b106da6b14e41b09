#include "shard_builder.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace slackwater::api {
namespace {

using results::RunTable;

/// Everything of a table but its runs.
RunTable without_runs(const RunTable& table) {
  RunTable out;
  out.policies = table.policies;
  out.futures = table.futures;
  out.time = table.time;
  out.time_unit = table.time_unit;
  out.axes = table.axes;
  for (const auto& variable : table.variables) {
    out.variables.push_back({variable.name,
                             variable.kind,
                             variable.unit,
                             variable.documentation,
                             variable.provenance,
                             variable.better,
                             variable.axes,
                             variable.elements,
                             {}});
  }
  return out;
}

// Both are (policy, future, sample, ...) with `each` values per sample.
template <typename T>
void copy_samples(const RunTable& block, const std::vector<T>& from, const RunTable& whole,
                  std::size_t offset, std::size_t each, std::vector<T>& to) {
  const auto groups = block.policies.labels.size() * block.futures.labels.size();
  for (std::size_t group = 0; group < groups; ++group) {
    const auto* first = from.data() + group * block.samples * each;
    std::copy(first, first + block.samples * each,
              to.data() + (group * whole.samples + offset) * each);
  }
}

}  // namespace

ShardBuilder::ShardBuilder(std::uint64_t first_sample, std::size_t samples,
                           const std::set<std::string>& kept, const std::set<std::string>& fanned)
    : kept_(kept), fanned_(fanned) {
  shard_.first_sample = first_sample;
  shard_.runs.samples = samples;
}

void ShardBuilder::begin(const ShardBlock& block) {
  begun_ = true;
  const auto samples = shard_.runs.samples;
  auto& runs = shard_.runs;
  runs = without_runs(block.runs);
  runs.samples = samples;
  runs.status.assign(runs.run_count(), results::RunStatus::not_run);
  runs.stopped_at.assign(runs.run_count(), 0);
  for (auto& variable : runs.variables) {
    if (kept_.contains(variable.name)) {
      variable.values.assign(runs.run_count() * variable.elements * runs.time.size(),
                             std::numeric_limits<double>::quiet_NaN());
    }
    if (fanned_.contains(variable.name)) shard_.fans.push_back(results::make_fan(runs, variable));
  }
  for (const auto& input : block.runs.drawn) {
    runs.drawn.push_back({input.name, input.unit, input.documentation, input.distribution, {}});
    runs.drawn.back().values.reserve(samples);
  }
  for (const auto& metric : block.metrics) {
    auto& own = shard_.metrics.emplace_back(
        results::Metric{metric.name, metric.unit, metric.definition, metric.documentation, {}, {}});
    own.values.resize(runs.run_count());
    own.status.resize(runs.run_count());
  }
  for (const auto& claim : block.claims) {
    auto& own = shard_.claims.emplace_back();
    own.id = claim.id;
  }
}

void ShardBuilder::add(ShardBlock block) {
  if (!begun_) begin(block);
  const auto offset = static_cast<std::size_t>(block.first_sample - shard_.first_sample);
  add_runs(block.runs, offset);
  add_metrics(block, offset);
  add_claims(block);
  add_failures(block);
}

void ShardBuilder::add_runs(const RunTable& table, std::size_t offset) {
  auto& runs = shard_.runs;
  copy_samples(table, table.status, runs, offset, 1, runs.status);
  copy_samples(table, table.stopped_at, runs, offset, 1, runs.stopped_at);
  for (std::size_t v = 0; v < runs.variables.size(); ++v) {
    auto& variable = runs.variables[v];
    if (variable.values.empty()) continue;
    copy_samples(table, table.variables[v].values, runs, offset,
                 variable.elements * runs.time.size(), variable.values);
  }
  for (std::size_t i = 0; i < runs.drawn.size(); ++i) {
    const auto& values = table.drawn[i].values;
    runs.drawn[i].values.insert(runs.drawn[i].values.end(), values.begin(), values.end());
  }
  for (auto& fan : shard_.fans) results::add_runs(fan, table, *table.find(fan.variable));
}

// The first of the shard by sample, so that they do not depend on how it was cut into blocks.
void ShardBuilder::add_failures(ShardBlock& block) {
  auto& failures = block.runs.failures;
  std::stable_sort(failures.begin(), failures.end(), [](const auto& a, const auto& b) {
    return std::tie(a.sample, a.policy, a.future) < std::tie(b.sample, b.policy, b.future);
  });
  shard_.failures_in_all += failures.size();
  auto& kept = shard_.runs.failures;
  for (auto& failure : failures) {
    if (kept.size() == results::kMostFailuresKept) return;
    failure.sample += block.first_sample;
    kept.push_back(std::move(failure));
  }
}

void ShardBuilder::add_metrics(const ShardBlock& block, std::size_t offset) {
  for (std::size_t m = 0; m < block.metrics.size(); ++m) {
    const auto& metric = block.metrics[m];
    auto& own = shard_.metrics[m];
    copy_samples(block.runs, metric.values, shard_.runs, offset, 1, own.values);
    copy_samples(block.runs, metric.status, shard_.runs, offset, 1, own.status);
  }
}

void ShardBuilder::add_claims(const ShardBlock& block) {
  for (std::size_t i = 0; i < block.claims.size(); ++i) {
    const auto& claim = block.claims[i];
    auto& own = shard_.claims[i];
    own.verdicts.insert(own.verdicts.end(), claim.sample_verdicts.begin(),
                        claim.sample_verdicts.end());
    own.left.insert(own.left.end(), claim.sample_left.begin(), claim.sample_left.end());
    own.right.insert(own.right.end(), claim.sample_right.begin(), claim.sample_right.end());
    own.failed_runs += claim.samples_failed_runs;
  }
}

results::Shard ShardBuilder::finish() {
  auto& failures = shard_.runs.failures;
  std::stable_sort(failures.begin(), failures.end(), [](const auto& a, const auto& b) {
    return std::tie(a.policy, a.future, a.sample) < std::tie(b.policy, b.future, b.sample);
  });
  return std::move(shard_);
}

}  // namespace slackwater::api
