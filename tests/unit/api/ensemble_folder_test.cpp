// An ensemble on disk: its shards have the bytes of every other way to make them, and hold what a
// comparison in memory finds.

#include "slackwater/api/ensemble_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "slackwater/results/differences.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/shard.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTour = SLACKWATER_SOURCE_DIR "/scenarios/language_tour.yaml";
constexpr const char* kSlack = SLACKWATER_SOURCE_DIR "/scenarios/slack_and_rework.yaml";

/// Ensembles in a folder that goes away.
class EnsembleFolderTest : public ::testing::Test {
 protected:
  EnsembleFolderTest()
      : root_(fs::temp_directory_path() / ("slackwater_ensemble_" + std::to_string(getpid()))) {
    fs::create_directories(root_);
  }
  ~EnsembleFolderTest() override { fs::remove_all(root_); }

  EnsembleFolder begin(const std::string& scenario, const std::string& name,
                       const KeepOptions& keep) const {
    const auto loaded = load_scenario_file(scenario);
    const auto plan = plan_ensemble(*loaded, keep);
    EXPECT_TRUE(plan) << base::render(plan.diagnostics());
    auto folder = EnsembleFolder::create((root_ / name).string(), *plan);
    EXPECT_TRUE(folder) << base::render(folder.diagnostics());
    return std::move(*folder);
  }

  static std::vector<std::size_t> all_shards(const EnsembleFolder& folder) {
    std::vector<std::size_t> shards(folder.plan().shards());
    for (std::size_t i = 0; i < shards.size(); ++i) shards[i] = i;
    return shards;
  }

  /// The names carry the hashes of the bytes.
  static std::set<std::string> names(const EnsembleFolder& folder) {
    std::set<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder.path() + "/shards")) {
      out.insert(entry.path().filename().string());
    }
    return out;
  }

  static void run(const EnsembleFolder& folder, const ShardRequest& request) {
    const auto lock = folder.lock(1, 1, "the test");
    const auto diagnostics = folder.run_shards(request);
    EXPECT_FALSE(diagnostics.has_errors()) << base::render(diagnostics);
  }

  static std::vector<results::Shard> read(const EnsembleFolder& folder) {
    std::vector<results::Shard> out;
    for (const auto& name : names(folder)) {
      out.push_back(
          results::read_shard(folder.path() + "/shards/" + name, folder.files().plan_hash()));
    }
    return out;
  }

  fs::path root_;
};

TEST_F(EnsembleFolderTest, ShardsHaveTheSameBytesWhateverMadeThem) {
  const KeepOptions keep{.series = false, .fans = Fans::saved, .shard_size = 20};
  const auto first = begin(kTour, "first", keep);
  run(first, {.shards = all_shards(first), .threads = 1});
  ASSERT_EQ(names(first).size(), 3U);
  int folders = 0;
  for (const auto& [threads, block] : {std::pair{1, 7}, {2, 1}, {5, 20}}) {
    const auto other = begin(kTour, std::to_string(++folders), keep);
    auto shards = all_shards(other);
    std::reverse(shards.begin(), shards.end());
    run(other, {.shards = shards, .threads = threads, .block = static_cast<std::uint64_t>(block)});
    EXPECT_EQ(names(other), names(first)) << threads << " threads, blocks of " << block;
  }
}

bool same_bits(const double* a, const double* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(double)) == 0;
}

/// Holds a shard to the samples of the comparison that it is a part of.
void expect_part_of(const results::Shard& shard, const results::Comparison& whole) {
  const auto& samples = *whole.samples;
  const auto groups = samples.policies.labels.size() * samples.futures.labels.size();
  const auto first = shard.first_sample;
  const auto count = shard.runs.samples;
  for (std::size_t group = 0; group < groups; ++group) {
    const auto here = group * count;
    const auto there = group * samples.samples + first;
    for (std::size_t m = 0; m < shard.metrics.size(); ++m) {
      const auto& metric = whole.sample_metrics[m];
      EXPECT_EQ(shard.metrics[m].name, metric.name);
      EXPECT_TRUE(same_bits(&shard.metrics[m].values[here], &metric.values[there], count))
          << metric.name;
      EXPECT_TRUE(std::equal(&shard.metrics[m].status[here], &shard.metrics[m].status[here + count],
                             &metric.status[there]))
          << metric.name;
    }
    for (const auto& variable : shard.runs.variables) {
      const auto each = variable.elements * samples.time.size();
      EXPECT_TRUE(same_bits(&variable.values[here * each],
                            &samples.find(variable.name)->values[there * each], count * each))
          << variable.name;
    }
    EXPECT_TRUE(std::equal(&shard.runs.status[here], &shard.runs.status[here + count],
                           &samples.status[there]));
  }
  for (std::size_t i = 0; i < shard.runs.drawn.size(); ++i) {
    EXPECT_TRUE(
        same_bits(shard.runs.drawn[i].values.data(), &samples.drawn[i].values[first], count))
        << shard.runs.drawn[i].name;
  }
  for (std::size_t i = 0; i < shard.claims.size(); ++i) {
    const auto& claim = whole.claims[i];
    EXPECT_EQ(shard.claims[i].id, claim.id);
    if (claim.sample_verdicts.empty()) continue;
    ASSERT_EQ(shard.claims[i].verdicts.size(), count) << claim.id;
    EXPECT_TRUE(std::equal(shard.claims[i].verdicts.begin(), shard.claims[i].verdicts.end(),
                           &claim.sample_verdicts[first]))
        << claim.id;
    EXPECT_TRUE(same_bits(shard.claims[i].left.data(), &claim.sample_left[first], count))
        << claim.id;
  }
}

// Measures of every step, rules, arrays, starts at rest and random draws: two paths, the same bits.
TEST_F(EnsembleFolderTest, ShardsHoldWhatAComparisonFinds) {
  for (const auto* scenario : {kTour, kSlack}) {
    const auto whole = compare(*load_scenario_file(scenario), {.command = ""});
    ASSERT_TRUE(whole) << base::render(whole.diagnostics());
    const auto folder = begin(scenario, fs::path(scenario).stem().string(), {.shard_size = 17});
    run(folder, {.shards = all_shards(folder), .threads = 2, .block = 5});
    std::size_t samples = 0;
    for (const auto& shard : read(folder)) {
      expect_part_of(shard, *whole);
      samples += shard.runs.samples;
    }
    EXPECT_EQ(samples, whole->samples->samples);
  }
}

TEST_F(EnsembleFolderTest, CancelledShardsLeaveNothingBehind) {
  const auto folder = begin(kTour, "cancelled", {.shard_size = 10});
  const std::atomic<bool> cancel{true};
  const auto lock = folder.lock(1, 1, "the test");
  const auto diagnostics =
      folder.run_shards({.shards = all_shards(folder), .threads = 2}, {{}, &cancel});
  ASSERT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.entries().front().code, "E9001");
  EXPECT_TRUE(names(folder).empty());
}

TEST_F(EnsembleFolderTest, ProgressCountsEveryRun) {
  const auto folder = begin(kSlack, "progress", {.shard_size = 16});
  std::size_t last = 0;
  std::size_t total = 0;
  const auto lock = folder.lock(1, 1, "the test");
  folder.run_shards({.shards = {1, 3}, .threads = 2}, {[&](std::size_t done, std::size_t all) {
                                                         EXPECT_LE(last, done);
                                                         last = done;
                                                         total = all;
                                                       },
                                                       nullptr});
  EXPECT_EQ(total, 2U * 16 * 6 * 2);  // samples of two shards, six policies, two futures
  EXPECT_EQ(last, total);
}

/// Everything in a folder, by name.
std::map<std::string, std::string> contents(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    if (entry.is_regular_file()) {
      out[entry.path().string()] = {std::istreambuf_iterator<char>(file), {}};
    }
  }
  return out;
}

results::Comparison view_of(const EnsembleFolder& folder, const fs::path& file) {
  const auto before = contents(folder.path());
  const auto seen = folder.view(file.string());
  EXPECT_TRUE(seen) << base::render(seen.diagnostics());
  EXPECT_EQ(contents(folder.path()), before);  // a view leaves the folder alone
  return results::StoreReader(file.string()).comparison();
}

TEST_F(EnsembleFolderTest, AViewOfEverythingIsThePackedFile) {
  const auto folder = begin(kSlack, "whole", {.shard_size = 20});
  run(folder, {.shards = all_shards(folder), .threads = 2});
  const auto view = view_of(folder, root_ / "view.h5");
  ASSERT_TRUE(folder.pack());
  const auto packed = results::StoreReader(folder.files().results_path()).comparison();
  const auto differences = results::differences(packed, view);
  EXPECT_EQ(differences.different, 0U) << differences.first->what;
  EXPECT_GT(differences.compared, 1'000'000U);  // 64 samples of 6 policies, 2 futures, 157 points
}

// Shards of 20: the third is not there and the second is damaged, so samples 20 to 59 are missing.
TEST_F(EnsembleFolderTest, AViewHasWhatIsThereAndSaysWhatIsNot) {
  const auto folder = begin(kSlack, "half", {.shard_size = 20});
  run(folder, {.shards = {0, 1, 3}, .threads = 2});
  const auto second = *std::next(names(folder).begin());
  ASSERT_TRUE(second.starts_with("s-000001."));
  std::ofstream(folder.path() + "/shards/" + second, std::ios::app) << "x";
  const auto view = view_of(folder, root_ / "view.h5");
  EXPECT_EQ(results::StoreReader((root_ / "view.h5").string()).missing_runs(), 40U * 6 * 2);
  const auto whole = compare(*load_scenario_file(kSlack), {.command = ""});
  ASSERT_TRUE(whole);
  const auto& samples = *view.samples;
  const auto& output = *samples.find("output");
  const auto points = samples.time.size();
  for (std::size_t group = 0; group < 6 * 2; ++group) {
    for (std::size_t sample = 0; sample < 64; ++sample) {
      const auto at = group * 64 + sample;
      const bool missing = sample >= 20 && sample < 60;
      EXPECT_EQ(samples.status[at] == results::RunStatus::not_run, missing) << sample;
      EXPECT_EQ(view.sample_metrics[0].status[at] == results::MetricStatus::not_applicable,
                missing);
      const auto* values = &output.values[at * points];
      if (missing) {
        EXPECT_TRUE(std::isnan(values[0]));
      } else {
        EXPECT_TRUE(
            same_bits(values, &whole->samples->find("output")->values[at * points], points));
      }
    }
  }
}

// What a plan holds is enough to make it again, wherever it is.
TEST(EnsemblePlanTest, ReadsBackAndNamesWhatDiffers) {
  const auto plan = *plan_ensemble(*load_scenario_file(kSlack));
  const auto read = parse_plan(to_json(plan), [](const std::string&) { return ""; });
  ASSERT_TRUE(read) << base::render(read.diagnostics());
  EXPECT_TRUE(differences(plan, *read).empty());
  EXPECT_EQ(to_json(plan), to_json(*read));
  const auto again = load_scenario(*read);
  ASSERT_TRUE(again) << base::render(again.diagnostics());
  EXPECT_EQ(to_json(*plan_ensemble(*again)), to_json(plan));

  auto other = *read;
  other.samples = 1000;
  other.texts.at("../models/slack_and_rework.sd") += " ";
  other.texts.erase("slack_and_rework.yaml");
  other.series = false;
  EXPECT_EQ(differences(other, plan),
            (std::vector<std::string>{"the text of '../models/slack_and_rework.sd'",
                                      "'slack_and_rework.yaml' was read, is not",
                                      "samples: 1000, was 64", "series kept: no, was yes"}));
}

TEST(EnsemblePlanTest, ALargeTextStandsBeside) {
  auto plan = *plan_ensemble(*load_scenario_file(kSlack));
  const std::string large(2 << 20, 'x');
  plan.texts["draws.csv"] = large;
  const auto beside = large_texts(plan);
  ASSERT_EQ(beside.size(), 1U);
  EXPECT_EQ(beside.begin()->second, large);
  const auto json = to_json(plan);
  EXPECT_LT(json.size(), large.size());
  EXPECT_NE(json.find(beside.begin()->first), std::string::npos);
  const auto read = parse_plan(json, [&](const std::string& hash) { return beside.at(hash); });
  ASSERT_TRUE(read);
  EXPECT_EQ(read->texts.at("draws.csv"), large);
  const auto wrong = parse_plan(json, [](const std::string&) { return "other"; });
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.diagnostics().entries().front().code, "E9031");
}

}  // namespace
}  // namespace slackwater::api
