// Several callers at once: comparisons, ensembles and folders share one scenario and nothing else.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <filesystem>
#include <thread>

#include "slackwater/api/reproduce.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenario = SLACKWATER_SOURCE_DIR "/scenarios/language_tour.yaml";

/// Each waits in its progress until the other one has begun: one after the other would hang.
class Meeting {
 public:
  Progress progress() {
    return {[this, met = false](std::size_t, std::size_t) mutable {
              if (!met) both_.arrive_and_wait();
              met = true;
            },
            nullptr};
  }

 private:
  std::barrier<> both_{2};
};

TEST(ThreadsTest, TwoComparisonsOfOneScenarioAtOnce) {
  const auto scenario = load_scenario_file(kScenario);
  ASSERT_TRUE(scenario);
  const auto alone = compare(*scenario, {.threads = 1});
  Meeting meeting;
  std::string found[2];
  {
    std::vector<std::jthread> callers;
    for (auto& fingerprint : found) {
      callers.emplace_back([&] {
        fingerprint =
            compare(*scenario, {.threads = 2}, meeting.progress())->provenance.fingerprint;
      });
    }
  }
  EXPECT_EQ(found[0], alone->provenance.fingerprint);
  EXPECT_EQ(found[1], alone->provenance.fingerprint);
}

TEST(ThreadsTest, TwoEnsemblesOfOneModelAtOnce) {
  const auto scenario = load_scenario_file(kScenario);
  ASSERT_TRUE(scenario);
  const auto model = scenario->model();
  const auto run = [&](std::uint64_t seed, int threads, const Progress& progress) {
    EnsembleOptions options;
    options.samples = 70;
    options.seed = seed;
    options.threads = threads;
    return results::fingerprint(*ensemble(model, options, {}, progress));
  };
  Meeting meeting;
  std::string found[2];
  {
    std::vector<std::jthread> callers;
    for (std::uint64_t i = 0; i < 2; ++i) {
      callers.emplace_back([&, i] { found[i] = run(i, 2, meeting.progress()); });
    }
  }
  EXPECT_EQ(found[0], run(0, 1, {}));
  EXPECT_EQ(found[1], run(1, 1, {}));
  EXPECT_NE(found[0], found[1]);
}

// The HDF5 library is not safe in threads: two writers and two readers share its one lock.
TEST(ThreadsTest, TwoFoldersAtOnce) {
  const auto scenario = load_scenario_file(kScenario);
  ASSERT_TRUE(scenario);
  const auto plan = plan_ensemble(*scenario, {.shard_size = 16});
  ASSERT_TRUE(plan);
  const auto root = fs::temp_directory_path() / ("slackwater_threads_" + std::to_string(getpid()));
  std::atomic<std::size_t> same{0};
  {
    std::vector<std::jthread> callers;
    for (const char* name : {"first", "second"}) {
      callers.emplace_back([&, name] {
        const auto folder = EnsembleFolder::create((root / name).string(), *plan);
        const auto lock = folder->lock(1, 1, "the test");
        std::vector<std::size_t> shards(plan->shards());
        for (std::size_t i = 0; i < shards.size(); ++i) shards[i] = i;
        EXPECT_FALSE(folder->run_shards({.shards = shards, .threads = 2}).has_errors());
        const auto again = shards_again(*folder, 2);
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->differing.empty());
        same += again->shards;
      });
    }
  }
  EXPECT_EQ(same, 2 * plan->shards());
  fs::remove_all(root);
}

}  // namespace
}  // namespace slackwater::api
