#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "example_shards.hpp"
#include "failing_calls.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/pack.hpp"
#include "slackwater/results/shard.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kSamples = 6;
constexpr std::size_t kShardSize = 2;

// Every single call that changes the disk fails once, and from every one on all fail.
class StoreFaultsTest : public testing::Test {
 protected:
  StoreFaultsTest() {
    auto name = (fs::temp_directory_path() / "slackwater-faults-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~StoreFaultsTest() override {
    failing_calls::disarm();
    fs::remove_all(folder_);
  }

  std::string out() const { return (folder_ / "out").string(); }
  ShardFolder create() const {
    return ShardFolder::create(out(), R"({"seed": 7})", {{sha_of_text_, "text"}});
  }
  static std::string bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::size_t unfinished(const std::string& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      count += entry.path().filename().string().find(".partial-") != std::string::npos ? 1 : 0;
    }
    return count;
  }

  // `act` until it is never hit; `check` looks at the folder after each failure. Returns how many
  // calls there were.
  static std::size_t each_call(const std::function<void()>& act,
                               const std::function<void()>& check) {
    std::size_t calls = 0;
    for (const bool and_all_later : {false, true}) {
      for (calls = 0; calls < 5000; ++calls) {
        const int error = calls % 2 == 0 ? ENOSPC : EIO;
        failing_calls::arm(calls, error, and_all_later);
        std::string message;
        try {
          act();
        } catch (const FileError& failure) {
          message = failure.what();
          EXPECT_FALSE(failure.hint().empty());
          EXPECT_NE(message.find(failure.path()), std::string::npos);
        }
        const bool failed = failing_calls::disarm();
        if (!failed) {
          EXPECT_EQ(message, "");
          break;
        }
        check();
        if (testing::Test::HasFailure()) return calls;
      }
      EXPECT_LT(calls, 5000u);
    }
    return calls;
  }

  // SHA-256 of "text".
  std::string sha_of_text_ = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";
  fs::path folder_;
};

const Comparison& ensemble() {
  static const auto comparison = example_ensemble(kSamples);
  return comparison;
}

TEST_F(StoreFaultsTest, MakingTheFolder) {
  const auto calls = each_call(
      [&] {
        fs::remove_all(out());
        create();
      },
      [&] {
        // A plan is there whole or not at all, and trying again works.
        if (ShardFolder::has_plan(out())) {
          EXPECT_EQ(ShardFolder::open(out()).file(sha_of_text_), "text");
        }
        EXPECT_EQ(unfinished(out()), 0u);
        create();
        EXPECT_EQ(ShardFolder::open(out()).file(sha_of_text_), "text");
      });
  EXPECT_GT(calls, 8u);
}

TEST_F(StoreFaultsTest, PublishingAShard) {
  const auto folder = create();
  const auto content = shard_bytes(example_shard(ensemble(), 0, kShardSize), folder.plan_hash());
  const auto calls = each_call(
      [&] {
        fs::remove_all(out() + "/shards");
        fs::create_directory(out() + "/shards");
        const auto lock = folder.lock(1, 1, 3, "test");
        folder.publish(0, content);
      },
      [&] {
        EXPECT_NE(folder.states(3)[0].state, ShardState::damaged);
        EXPECT_EQ(unfinished(out()), 0u);
        const auto lock = folder.lock(1, 1, 3, "test");
        const auto file = folder.publish(0, content);
        EXPECT_EQ(folder.states(3)[0].state, ShardState::complete);
        EXPECT_EQ(read_shard(file, folder.plan_hash()).first_sample, 0u);
      });
  EXPECT_GT(calls, 5u);
}

TEST_F(StoreFaultsTest, Packing) {
  const auto folder = create();
  for (std::size_t i = 0; i < kSamples / kShardSize; ++i) {
    auto shard = example_shard(ensemble(), i * kShardSize, kShardSize);
    shard.fans.resize(1);  // one of everything is enough
    for (auto& variable : shard.runs.variables) {
      if (&variable != &shard.runs.variables.front()) variable.values.clear();
    }
    folder.publish(i, shard_bytes(shard, folder.plan_hash()));
  }
  auto study = study_of(ensemble());
  study.defaults.variables.resize(1);
  const PackOptions options{.samples = kSamples, .shard_size = kShardSize};
  pack(folder, study, options);
  const auto whole = bytes(folder.results_path());
  ASSERT_FALSE(whole.empty());
  bool older = false;
  const auto calls = each_call(
      [&] {
        // With an older file in its place, and without.
        older = !older;
        fs::remove(folder.results_path());
        if (older) std::ofstream(folder.results_path()) << "older";
        pack(folder, study, options);
        EXPECT_EQ(bytes(folder.results_path()), whole);
      },
      [&] {
        const auto left = bytes(folder.results_path());
        EXPECT_TRUE(left == whole || left == (older ? "older" : "")) << left.size();
        EXPECT_EQ(unfinished(out()), 0u);
      });
  EXPECT_GT(calls, 20u);
  // The library is in good order afterwards.
  pack(folder, study, options);
  EXPECT_EQ(bytes(folder.results_path()), whole);
  EXPECT_EQ(StoreReader(folder.results_path()).comparison().samples->samples, kSamples);
}

}  // namespace
}  // namespace slackwater::results
