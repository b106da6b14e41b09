#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <string>

#include "../support/sanitizers.hpp"
#include "slackwater/results/pack.hpp"
#include "slackwater/results/shard.hpp"
#include "temporary_folder.hpp"

namespace slackwater::results {
namespace {

constexpr std::size_t kShardSize = 5000;
constexpr std::size_t kMetrics = 10;

// Measures of one policy, and the fan of one variable; no series.
Shard shard_of(std::size_t first) {
  Shard shard;
  shard.first_sample = first;
  shard.runs.samples = kShardSize;
  shard.runs.time = {0, 1, 2, 3};
  shard.runs.time_unit = "week";
  shard.runs.status.assign(kShardSize, RunStatus::complete);
  shard.runs.stopped_at.assign(kShardSize, 3);
  SavedVariable variable;
  variable.name = "x";
  for (std::size_t i = 0; i < kShardSize * 4; ++i) {
    variable.values.push_back(static_cast<double>((first * 4 + i) * 2654435761u % 1000003));
  }
  shard.runs.variables = {variable};
  shard.fans = {make_fan(shard.runs, variable)};
  add_runs(shard.fans[0], shard.runs, variable);
  shard.runs.variables[0].values.clear();
  for (std::size_t m = 0; m < kMetrics; ++m) {
    Metric metric;
    metric.name = "m" + std::to_string(m);
    metric.values.assign(kShardSize, static_cast<double>(first + m));
    metric.status.assign(kShardSize, MetricStatus::reached);
    shard.metrics.push_back(std::move(metric));
  }
  return shard;
}

// The most memory that this process ever used, in KiB.
std::size_t peak() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::size_t kib = 0;
  while (status >> word) {
    if (word == "VmHWM:") status >> kib;
  }
  return kib;
}

// Runs `act` in a process of its own, so that no memory is there to be used again.
std::size_t in_process(const std::function<std::size_t()>& act) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto answer = act();
    ::_exit(::write(ends[1], &answer, sizeof answer) == sizeof answer ? 0 : 1);
  }
  std::size_t answer = 0;
  EXPECT_EQ(::read(ends[0], &answer, sizeof answer), static_cast<ssize_t>(sizeof answer));
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ::close(ends[0]);
  ::close(ends[1]);
  return answer;
}

class PackMemoryTest : public FolderTest {
 protected:
  // What packing needs beyond what a process needs before it, in KiB.
  std::size_t packing(std::size_t samples) {
    const auto folder = ShardFolder::create(path("out" + std::to_string(samples)), "{}");
    in_process([&] {
      for (std::size_t i = 0; i < samples / kShardSize; ++i) {
        folder.publish(i, shard_bytes(shard_of(i * kShardSize), folder.plan_hash()));
      }
      return std::size_t{0};
    });
    return in_process([&] {
      Comparison study;
      study.defaults = shard_of(0).runs;
      study.defaults.samples = 1;
      study.defaults.variables[0].values = {0, 0, 0, 0};
      study.defaults.status = {RunStatus::complete};
      study.defaults.stopped_at = {3};
      const auto before = peak();
      pack(folder, study, {.samples = samples, .shard_size = kShardSize});
      return peak() - before;
    });
  }
};

// The files of 20,000 and 400,000 runs have 2 and 41 MB.
TEST_F(PackMemoryTest, DoesNotGrowWithTheNumberOfRuns) {
  if (SLACKWATER_THREAD_SANITIZER || SLACKWATER_ADDRESS_SANITIZER) {
    GTEST_SKIP() << "a sanitizer keeps memory of its own";
  }
  const auto few = packing(20000);
  const auto many = packing(400000);
  EXPECT_GT(few, 1000u);  // it is measured at all
  EXPECT_LE(many, few + 12 * 1024) << few << " KiB, then " << many << " KiB";
}

}  // namespace
}  // namespace slackwater::results
