#include "slackwater/results/pack.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "example_shards.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/json.hpp"
#include "slackwater/results/shard.hpp"
#include "slackwater/results/statistics.hpp"
#include "temporary_folder.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kSamples = 23;

const Comparison& ensemble() {
  static const auto comparison = example_ensemble(kSamples);
  return comparison;
}

class PackTest : public FolderTest {
 protected:
  ShardFolder folder(const char* name = "out") const {
    return ShardFolder::create(path(name), R"({"seed": 7})");
  }
  static std::size_t shards(std::size_t size) { return (kSamples + size - 1) / size; }
  static void publish(const ShardFolder& folder, std::size_t size, std::size_t shard,
                      bool series = true) {
    const auto first = shard * size;
    const auto part = example_shard(ensemble(), first, std::min(size, kSamples - first), series);
    folder.publish(shard, shard_bytes(part, folder.plan_hash()));
  }
  static void publish_all(const ShardFolder& folder, std::size_t size, bool series = true) {
    for (std::size_t i = 0; i < shards(size); ++i) publish(folder, size, i, series);
  }
  static PackOptions options(std::size_t size) { return {.samples = kSamples, .shard_size = size}; }
  static std::string json(const Comparison& comparison) {
    return to_json(comparison, {.series = true});
  }
};

void expect_same(const Comparison& read, const Comparison& expected) {
  EXPECT_EQ(to_json(read, {.series = true}), to_json(expected, {.series = true}));
  EXPECT_EQ(fingerprint(read), fingerprint(expected));
  EXPECT_EQ(read.provenance.fingerprint, expected.provenance.fingerprint);
  ASSERT_EQ(read.samples->failures.size(), expected.samples->failures.size());
  EXPECT_EQ(read.samples->failures[0].sample, expected.samples->failures[0].sample);
  for (std::size_t i = 0; i < read.claims.size(); ++i) {
    EXPECT_EQ(read.claims[i].sample_verdicts, expected.claims[i].sample_verdicts);
    EXPECT_EQ(read.claims[i].samples_failed_runs, expected.claims[i].samples_failed_runs);
    EXPECT_EQ(read.claims[i].share, expected.claims[i].share);
    EXPECT_EQ(read.claims[i].passed, expected.claims[i].passed);
  }
}

// The oracle is the comparison that was never cut into shards.
TEST_F(PackTest, IsTheComparisonWhateverTheShardSize) {
  for (const std::size_t size : {1u, 7u, 23u, 64u}) {
    for (const bool is_virtual : {false, true}) {
      const auto out = folder(("out" + std::to_string(size) + (is_virtual ? "v" : "")).c_str());
      publish_all(out, size);
      auto how = options(size);
      if (is_virtual) how.largest_packed = 1000;
      const auto packed = pack(out, study_of(ensemble()), how);
      EXPECT_EQ(packed.is_virtual, is_virtual);
      EXPECT_EQ(packed.missing_runs, 0u);
      EXPECT_EQ(packed.failures_in_all, 1u);
      EXPECT_EQ(packed.fingerprint, fingerprint(ensemble()));
      const StoreReader reader(out.results_path());
      expect_same(reader.comparison(), ensemble());
      EXPECT_EQ(reader.missing_runs(), 0u);
    }
  }
}

TEST_F(PackTest, CountsHowRunsEndedAndWhatMeasuresReached) {
  const auto out = folder();
  publish_all(out, 5);
  const auto packed = pack(out, study_of(ensemble()), options(5));
  const auto& all = *ensemble().samples;
  std::vector<std::uint64_t> expected(4 * 2 * 7, 0);
  for (std::size_t run = 0; run < all.run_count(); ++run) {
    ++expected[run / kSamples * 7 + static_cast<std::size_t>(all.status[run])];
  }
  EXPECT_EQ(packed.run_status_counts, expected);
  EXPECT_EQ(packed.run_status_counts[(2 * 2 + 1) * 7 + 2], 1u);  // the domain error
  EXPECT_EQ(std::accumulate(packed.metric_status_counts.begin(), packed.metric_status_counts.end(),
                            std::uint64_t{0}),
            3 * all.run_count());
  // Break-even of the baseline against itself does not apply.
  EXPECT_EQ(packed.metric_status_counts[2 * 8 * 4 + 3], kSamples);
}

TEST_F(PackTest, BytesDependOnNothingButTheShards) {
  const auto a = folder("a");
  publish_all(a, 4);
  pack(a, study_of(ensemble()), options(4));
  const auto b = folder("b");  // the other way round, interrupted and resumed
  for (std::size_t i = shards(4); i-- > 2;) publish(b, 4, i);
  EXPECT_THROW(pack(b, study_of(ensemble()), options(4)), FileError);
  auto partial = options(4);
  partial.partial = true;
  pack(b, study_of(ensemble()), partial);
  EXPECT_NE(bytes(a.results_path()), bytes(b.results_path()));
  ::usleep(1100 * 1000);  // a stored time would differ
  publish(b, 4, 0);
  publish(b, 4, 1);
  pack(b, study_of(ensemble()), options(4));
  EXPECT_EQ(bytes(a.results_path()), bytes(b.results_path()));
  // Virtual ones, too: they name their shards relative to themselves.
  auto how = options(4);
  how.largest_packed = 0;
  pack(a, study_of(ensemble()), how);
  pack(b, study_of(ensemble()), how);
  EXPECT_EQ(bytes(a.results_path()), bytes(b.results_path()));
  EXPECT_EQ(std::distance(fs::directory_iterator(path("a")), {}), 4);  // plan, shards, writers
}

TEST_F(PackTest, AVirtualFileMovesWithItsFolder) {
  const auto out = folder();
  publish_all(out, 6);
  auto how = options(6);
  how.largest_packed = 0;
  pack(out, study_of(ensemble()), how);
  fs::rename(path("out"), path("elsewhere"));
  expect_same(StoreReader(path("elsewhere/results.h5")).comparison(), ensemble());
}

TEST_F(PackTest, WithoutSeriesEverythingElseIsThere) {
  const auto out = folder();
  publish_all(out, 6, false);
  pack(out, study_of(ensemble()), options(6));
  const StoreReader reader(out.results_path());
  const auto read = reader.comparison();
  EXPECT_TRUE(read.samples->variables.empty());
  EXPECT_EQ(read.samples->time, ensemble().samples->time);
  EXPECT_EQ(read.samples->status, ensemble().samples->status);
  EXPECT_EQ(read.defaults.variables.size(), 8u);
  EXPECT_EQ(read.sample_metrics[0].status, ensemble().sample_metrics[0].status);
  EXPECT_EQ(reader.fans().size(), 8u);
}

TEST_F(PackTest, WhatIsMissingIsNotRun) {
  for (const bool is_virtual : {false, true}) {
    const auto out = folder(is_virtual ? "v" : "p");
    publish(out, 6, 0);
    publish(out, 6, 3);
    auto how = options(6);
    how.partial = true;
    how.path = path("part.h5");
    fs::remove(how.path);
    if (is_virtual) {
      how.largest_packed = 0;
      how.path = path("v/part.h5");
    }
    const auto packed = pack(out, study_of(ensemble()), how);
    EXPECT_EQ(packed.missing_runs, 8 * 12u);
    EXPECT_FALSE(fs::exists(out.results_path()));
    const StoreReader reader(how.path);
    EXPECT_EQ(reader.missing_runs(), 8 * 12u);
    const auto read = reader.comparison();
    const auto& all = *ensemble().samples;
    for (std::size_t run = 0; run < all.run_count(); ++run) {
      const auto sample = run % kSamples;
      const bool there = sample < 6 || sample >= 18;
      EXPECT_EQ(read.samples->status[run], there ? all.status[run] : RunStatus::not_run);
      EXPECT_EQ(read.sample_metrics[1].status[run],
                there ? ensemble().sample_metrics[1].status[run] : MetricStatus::not_applicable);
      const auto& variable = read.samples->variables[0];
      EXPECT_EQ(std::isnan(read.samples->series(variable, run)[50]), !there);
    }
    EXPECT_EQ(read.claims[0].samples_tested, 11u);
    EXPECT_EQ(read.claims[0].sample_verdicts[7], Verdict::not_testable);
    EXPECT_TRUE(std::isnan(read.samples->drawn[0].values[7]));
    EXPECT_EQ(read.provenance.fingerprint, fingerprint(read));
  }
}

TEST_F(PackTest, NothingAtAllIsAFileOfRunsNotRun) {
  const auto out = folder();
  auto how = options(6);
  how.partial = true;
  pack(out, study_of(ensemble()), how);
  const auto read = StoreReader(out.results_path()).comparison();
  EXPECT_EQ(read.samples->status,
            std::vector<RunStatus>(ensemble().samples->run_count(), RunStatus::not_run));
  EXPECT_EQ(read.sample_metrics.size(), 3u);
}

// Within the bound that the file names, of the quantiles of all runs' values.
TEST_F(PackTest, FansAreTheQuantilesOfAllRuns) {
  const auto out = folder();
  publish_all(out, 5);
  pack(out, study_of(ensemble()), options(5));
  const auto fans = StoreReader(out.results_path()).fans();
  const auto& all = *ensemble().samples;
  ASSERT_EQ(fans.size(), all.variables.size());
  for (std::size_t v = 0; v < fans.size(); ++v) {
    const auto& fan = fans[v];
    const auto& variable = all.variables[v];
    EXPECT_EQ(fan.variable, variable.name);
    ASSERT_EQ(fan.elements, variable.elements);
    ASSERT_EQ(fan.quantiles, (std::vector<double>{0.05, 0.25, 0.5, 0.75, 0.95}));
    EXPECT_LE(fan.error_bound, 1e-5);  // few runs: fine bins
    const auto points = all.time.size();
    for (std::size_t cell = 0; cell < 8; ++cell) {
      for (std::size_t e = 0; e < fan.elements; ++e) {
        for (const std::size_t t : {0u, 1u, 100u, 101u, 260u}) {
          std::vector<double> values;
          for (std::size_t s = 0; s < kSamples; ++s) {
            values.push_back(all.series(variable, cell * kSamples + s, e)[t]);
          }
          const auto place = (cell * fan.elements + e) * points + t;
          for (std::size_t q = 0; q < 5; ++q) {
            const auto at = ((cell * 5 + q) * fan.elements + e) * points + t;
            const double exact = quantile(values, fan.quantiles[q]);
            EXPECT_NEAR(fan.values[at], exact,
                        (fan.error_bound + 1e-12) * std::abs(quantile(values, 1)) + 1e-300);
          }
          std::erase_if(values, [](double x) { return std::isnan(x); });
          EXPECT_EQ(fan.lowest[place], std::ranges::min(values));
          EXPECT_EQ(fan.highest[place], std::ranges::max(values));
          EXPECT_EQ(fan.counts[place], static_cast<std::int64_t>(values.size()));
        }
      }
    }
  }
}

TEST_F(PackTest, DamagedAndMissingShardsAreNamed) {
  const auto out = folder();
  publish_all(out, 6);
  const auto states = out.states(4);
  const auto file = out.path() + "/" + states[2].files[0];
  auto content = bytes(file);
  content[1000] ^= 1;
  write(file, content);
  const auto message = [&] {
    try {
      pack(out, study_of(ensemble()), options(6));
    } catch (const FileError& error) {
      EXPECT_NE(error.hint().find("--resume"), std::string::npos);
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_NE(message().find(file + ": is damaged; 1 of 4 shards are not complete"),
            std::string::npos);
  fs::remove(file);
  EXPECT_NE(message().find("shard 2 is missing; 1 of 4"), std::string::npos);
  EXPECT_FALSE(fs::exists(out.results_path()));
}

TEST_F(PackTest, AShardOfOtherSamplesIsFound) {
  const auto out = folder();
  publish_all(out, 6);
  // Whole as a file, but it holds the samples of shard 1.
  fs::remove(out.path() + "/" + out.states(4)[0].files[0]);
  out.publish(0, shard_bytes(example_shard(ensemble(), 6, 6), out.plan_hash()));
  try {
    pack(out, study_of(ensemble()), options(6));
    FAIL() << "no error";
  } catch (const FileError& error) {
    EXPECT_NE(std::string(error.what()).find("holds other samples than its plan says"),
              std::string::npos);
  }
}

TEST_F(PackTest, SaysHowFarItIsAndStopsWithoutATrace) {
  const auto out = folder();
  publish_all(out, 12, false);
  std::atomic<bool> cancel = false;
  auto how = options(12);
  double last = 0;
  std::size_t calls = 0;
  how.cancel = &cancel;
  how.progress = [&](double done) {
    EXPECT_GE(done, last);
    EXPECT_LE(done, 1);
    last = done;
    ++calls;
  };
  EXPECT_FALSE(pack(out, study_of(ensemble()), how).cancelled);
  EXPECT_EQ(last, 1);
  const auto before = bytes(out.results_path());
  for (std::size_t stop = 0; stop < calls; stop += calls / 9) {
    std::size_t seen = 0;
    cancel = false;
    how.progress = [&](double) { cancel = cancel || seen++ == stop; };
    EXPECT_TRUE(pack(out, study_of(ensemble()), how).cancelled);
    EXPECT_EQ(bytes(out.results_path()), before);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(path("out")), {}), 4);
}

TEST_F(PackTest, WhatADeadPackerLeftIsSweptUp) {
  const auto out = folder();
  publish_all(out, 6);
  write(path("out/.results.h5.partial-7-1"), "half");
  pack(out, study_of(ensemble()), options(6));
  EXPECT_FALSE(fs::exists(path("out/.results.h5.partial-7-1")));
}

}  // namespace
}  // namespace slackwater::results
