#include "slackwater/results/shard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <stdexcept>

#include "example_shards.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/json.hpp"
#include "slackwater/results/shard_folder.hpp"
#include "temporary_folder.hpp"

namespace slackwater::results {
namespace {

const Comparison& ensemble() {
  static const auto comparison = example_ensemble(20);
  return comparison;
}

void expect_equal(const Shard& a, const Shard& b) {
  EXPECT_EQ(a.first_sample, b.first_sample);
  EXPECT_EQ(a.failures_in_all, b.failures_in_all);
  EXPECT_EQ(fingerprint(a.runs), fingerprint(b.runs));
  EXPECT_EQ(to_json(a.runs, {.series = true}), to_json(b.runs, {.series = true}));
  ASSERT_EQ(a.runs.failures.size(), b.runs.failures.size());
  for (std::size_t i = 0; i < a.runs.failures.size(); ++i) {
    EXPECT_EQ(a.runs.failures[i].sample, b.runs.failures[i].sample);
    EXPECT_EQ(a.runs.failures[i].detail, b.runs.failures[i].detail);
  }
  ASSERT_EQ(a.metrics.size(), b.metrics.size());
  const auto same_bits = [](const std::vector<double>& x, const std::vector<double>& y) {
    return std::ranges::equal(
        x, y, {}, [](double v) { return std::bit_cast<std::uint64_t>(v); },
        [](double v) { return std::bit_cast<std::uint64_t>(v); });
  };
  for (std::size_t i = 0; i < a.metrics.size(); ++i) {
    EXPECT_EQ(a.metrics[i].name, b.metrics[i].name);
    EXPECT_TRUE(same_bits(a.metrics[i].values, b.metrics[i].values));
    EXPECT_EQ(a.metrics[i].status, b.metrics[i].status);
  }
  ASSERT_EQ(a.claims.size(), b.claims.size());
  for (std::size_t i = 0; i < a.claims.size(); ++i) {
    EXPECT_EQ(a.claims[i].id, b.claims[i].id);
    EXPECT_EQ(a.claims[i].verdicts, b.claims[i].verdicts);
    EXPECT_TRUE(same_bits(a.claims[i].left, b.claims[i].left));
    EXPECT_TRUE(same_bits(a.claims[i].right, b.claims[i].right));
    EXPECT_EQ(a.claims[i].failed_runs, b.claims[i].failed_runs);
  }
  ASSERT_EQ(a.fans.size(), b.fans.size());
  for (std::size_t i = 0; i < a.fans.size(); ++i) {
    EXPECT_EQ(a.fans[i].variable, b.fans[i].variable);
    EXPECT_EQ(a.fans[i].elements, b.fans[i].elements);
    EXPECT_EQ(a.fans[i].sketches, b.fans[i].sketches);
  }
}

class ShardTest : public FolderTest {};

TEST_F(ShardTest, ReadsBack) {
  const auto folder = ShardFolder::create(path("out"), "{}");
  for (const bool series : {true, false}) {
    const auto shard = example_shard(ensemble(), 14, 6, series);
    ASSERT_EQ(shard.runs.failures.size(), 1u);
    EXPECT_EQ(shard.runs.failures[0].sample, 19u);
    const auto file = folder.publish(series ? 1 : 2, shard_bytes(shard, folder.plan_hash()));
    auto expected = shard;
    if (!series) expected.runs.variables.clear();
    if (!series) expected.runs.axes = shard.runs.axes;
    expect_equal(read_shard(file, folder.plan_hash()), expected);
  }
}

TEST_F(ShardTest, EqualContentGivesEqualBytes) {
  const auto shard = example_shard(ensemble(), 3, 4);
  const auto first = shard_bytes(shard, "plan");
  ::usleep(1100 * 1000);  // a stored time would differ
  EXPECT_EQ(shard_bytes(shard, "plan"), first);
  auto other = shard;
  other.metrics[0].values[0] += 1e-9;
  EXPECT_NE(shard_bytes(other, "plan"), first);
  EXPECT_NE(shard_bytes(shard, "another plan"), first);
}

TEST_F(ShardTest, WithoutSeriesItIsSmallAndHasItsTimes) {
  const auto with = shard_bytes(example_shard(ensemble(), 0, 20), "plan");
  const auto without = shard_bytes(example_shard(ensemble(), 0, 20, false), "plan");
  EXPECT_GT(with.size(), without.size() + 8 * 20 * 261 * 10 * sizeof(double));
  const auto folder = ShardFolder::create(path("out"), "{}");
  const auto file =
      folder.publish(0, shard_bytes(example_shard(ensemble(), 0, 20, false), folder.plan_hash()));
  const auto read = read_shard(file, folder.plan_hash());
  EXPECT_TRUE(read.runs.variables.empty());
  EXPECT_EQ(read.runs.time.size(), 261u);
  EXPECT_EQ(read.fans.size(), 8u);
}

TEST_F(ShardTest, WrongShapesAreRefused) {
  const auto good = example_shard(ensemble(), 0, 4);
  const auto refused = [&](const std::function<void(Shard&)>& spoil) {
    auto shard = good;
    spoil(shard);
    EXPECT_THROW(shard_bytes(shard, "plan"), std::invalid_argument);
  };
  refused([](Shard& s) { s.runs.variables[1].values.pop_back(); });
  refused([](Shard& s) { s.metrics[0].status.pop_back(); });
  refused([](Shard& s) { s.claims[0].left.pop_back(); });
  refused([](Shard& s) { s.fans[0].sketches.pop_back(); });
  refused([](Shard& s) { s.fans[0].variable = "unknown"; });
  refused([](Shard& s) { s.runs.drawn[0].values.pop_back(); });
}

// Fans of shards, merged in any order, are those of all runs at once.
TEST_F(ShardTest, FansOfShardsMergeToThatOfAllRuns) {
  const auto& all = *ensemble().samples;
  auto merged = example_shard(ensemble(), 13, 7).fans;
  for (const auto& [first, count] : {std::pair{0u, 5u}, {5u, 1u}, {6u, 7u}}) {
    const auto fans = example_shard(ensemble(), first, count).fans;
    for (std::size_t i = 0; i < fans.size(); ++i) merge(merged[i], fans[i]);
  }
  for (std::size_t i = 0; i < merged.size(); ++i) {
    auto whole = make_fan(all, all.variables[i]);
    add_runs(whole, all, all.variables[i]);
    EXPECT_EQ(merged[i].sketches, whole.sketches);
  }
  // The failed run (policy 2, future 1) has no values after week 100.
  const auto cell = (2 * 2 + 1) * 261;
  EXPECT_EQ(merged[0].sketches[cell + 100].count(), 20u);
  EXPECT_EQ(merged[0].sketches[cell + 101].count(), 19u);
  EXPECT_EQ(merged[0].sketches[cell + 101].nan_count(), 1u);
}

}  // namespace
}  // namespace slackwater::results
