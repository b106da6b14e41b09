// Writes the same ensemble twice, packed and with series that stay in the shards, and what a reader
// must find in both.
//
//   write_example_ensemble FOLDER

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>

#include "example_shards.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/json.hpp"
#include "slackwater/results/pack.hpp"
#include "slackwater/results/shard.hpp"
#include "slackwater/results/shard_folder.hpp"

namespace {

namespace results = slackwater::results;

constexpr std::size_t kSamples = 60;
constexpr std::size_t kShardSize = 25;

void write(const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto comparison = example_ensemble(kSamples);
  for (const bool is_virtual : {false, true}) {
    const auto path = (folder / (is_virtual ? "virtual" : "packed")).string();
    const auto out = results::ShardFolder::create(path, "{}");
    for (std::size_t first = 0; first < kSamples; first += kShardSize) {
      const auto shard = example_shard(comparison, first, std::min(kShardSize, kSamples - first));
      out.publish(first / kShardSize, results::shard_bytes(shard, out.plan_hash()));
    }
    results::PackOptions options{.samples = kSamples, .shard_size = kShardSize};
    if (is_virtual) options.largest_packed = 0;
    results::pack(out, study_of(comparison), options);
  }
  results::publish_file((folder / "expected.json").string(),
                        results::to_json(comparison, {.series = true, .indent = -1}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write_example_ensemble FOLDER\n", stderr);
    return 2;
  }
  try {
    write(argv[1]);
  } catch (const results::FileError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
  return 0;
}
