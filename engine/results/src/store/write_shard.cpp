#include "store/write_shard.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "store/layout.hpp"
#include "store/sketch_bytes.hpp"
#include "store/table_dimensions.hpp"
#include "store/write_table.hpp"

namespace slackwater::results {
namespace {

void write_claims(NetcdfGroup& root, const Shard& shard) {
  auto group = root.subgroup(layout::kClaims);
  const auto& claims = shard.claims;
  const auto samples = shard.runs.samples;
  const auto claim = group.text_dimension("claim", column(claims, &ClaimSamples::id));
  const auto sample = group.count_dimension("sample", samples, shard.first_sample);
  std::vector<Verdict> verdicts;
  std::vector<double> left;
  std::vector<double> right;
  std::vector<std::uint8_t> tested;
  std::vector<std::int64_t> failed;
  for (const auto& c : claims) {
    const bool has_samples = !c.verdicts.empty();
    for (const auto size : {c.verdicts.size(), c.left.size(), c.right.size()}) {
      if (size == (has_samples ? samples : 0)) continue;
      throw std::invalid_argument("claim '" + c.id + "' does not have a verdict per sample");
    }
    const auto add = [samples](auto& all, auto part, auto nothing) {
      part.resize(samples, nothing);
      all.insert(all.end(), part.begin(), part.end());
    };
    add(verdicts, c.verdicts, Verdict::not_testable);
    add(left, c.left, std::numeric_limits<double>::quiet_NaN());
    add(right, c.right, std::numeric_limits<double>::quiet_NaN());
    tested.push_back(has_samples ? 1 : 0);
    failed.push_back(static_cast<std::int64_t>(c.failed_runs));
  }
  group.flags("tested", {claim}, tested, {"not_on_samples", "on_samples"});
  group.counts("samples_failed_runs", {claim}, failed);
  group.flags("sample_verdict", {claim, sample}, flag_numbers(verdicts), flag_names<Verdict>());
  group.numbers("sample_left", {claim, sample}, left);
  group.numbers("sample_right", {claim, sample}, right);
}

// A fan is its sketches' bytes one behind the other, and where each of them ends.
void write_fan(NetcdfGroup& group, TableDimensions& dimensions, const Fan& fan,
               const RunTable& runs) {
  const auto* variable = runs.find(fan.variable);
  if (variable == nullptr || fan.sketches.size() != make_fan(runs, *variable).sketches.size()) {
    throw std::invalid_argument("the fan of '" + fan.variable + "' does not have its shape");
  }
  std::string bytes;
  std::vector<std::int64_t> ends;
  ends.reserve(fan.sketches.size());
  for (const auto& sketch : fan.sketches) {
    append_sketch(bytes, sketch);
    ends.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  DimensionList places = {dimensions.policy(), dimensions.future()};
  for (const auto dimension : dimensions.subscripts(*variable)) places.push_back(dimension);
  places.push_back(dimensions.time());
  const auto name = group.free_name(fan.variable, "_fan");
  auto end = group.counts(name, places, ends);
  set_attribute(end, layout::kRole, layout::kFanEnds);
  set_attribute(end, layout::kName, fan.variable);
  const auto bytes_name = group.free_name(name + "_bytes", "_of_fan");
  set_attribute(end, "ancillary_variables", bytes_name);
  const auto length =
      group.plain_dimension(group.free_name(name + "_byte", "_of_fan"), bytes.size());
  group.bytes(bytes_name, {length}, bytes);
}

}  // namespace

void write_shard(NetcdfGroup& root, const Shard& shard, std::string_view plan_hash) {
  auto& group = root.handle();
  set_attribute(group, "Conventions", "CF-1.10");
  set_attribute(group, layout::kRuns, "shard");
  set_attribute(group, layout::kPlanHash, plan_hash);
  set_attribute(group, layout::kFirstSample, shard.first_sample);
  set_attribute(group, layout::kFailuresInAll, shard.failures_in_all);
  if (!shard.claims.empty()) write_claims(root, shard);
  if (!shard.fans.empty()) {
    auto fans = root.subgroup(layout::kFans);
    auto dimensions = TableDimensions::without_samples(fans, shard.runs);
    for (const auto& fan : shard.fans) write_fan(fans, dimensions, fan, shard.runs);
  }
  write_table(root, shard.runs, shard.metrics,
              {.content = TableContent::kept_series, .first_sample = shard.first_sample});
}

}  // namespace slackwater::results
