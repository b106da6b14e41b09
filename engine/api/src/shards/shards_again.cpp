#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "slackwater/api/reproduce.hpp"
#include "slackwater/results/shard.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

/// A folder that goes away with this.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto name = (fs::temp_directory_path() / "slackwater-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw results::FileError(name, "cannot be made", "TMPDIR names a folder that can be written");
    }
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// What a shard says of its samples, as a comparison says it.
results::Comparison as_comparison(results::Shard shard) {
  results::Comparison out;
  out.samples = std::move(shard.runs);
  out.sample_metrics = std::move(shard.metrics);
  for (auto& claim : shard.claims) {
    results::Claim of_samples;
    of_samples.id = std::move(claim.id);
    of_samples.samples_failed_runs = claim.failed_runs;
    of_samples.sample_verdicts = std::move(claim.verdicts);
    of_samples.sample_left = std::move(claim.left);
    of_samples.sample_right = std::move(claim.right);
    out.claims.push_back(std::move(of_samples));
  }
  return out;
}

results::Differences differences_of(const std::string& was, const std::string& again,
                                    const std::string& plan_hash) {
  auto left = results::read_shard(was, plan_hash);
  const auto first_sample = left.first_sample;
  const auto right = as_comparison(results::read_shard(again, plan_hash));
  auto out = results::differences(as_comparison(std::move(left)), right);
  if (out.first) {
    if (!out.first->where.empty()) out.first->where += ", ";
    out.first->where += "in the shard from sample " + std::to_string(first_sample);
  }
  return out;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Again {
 public:
  Again(const EnsembleFolder& folder, const EnsembleFolder& other)
      : folder_(folder), other_(other) {}

  /// Holds what the other folder has against this one's, and clears it.
  void compare(const std::vector<std::string>& expected) {
    const auto there = fs::path(other_.path()) / "shards";
    const auto found = files_in(there);
    for (const auto& name : expected) {
      ++out.shards;
      const auto path = (fs::path(folder_.path()) / "shards" / name).string();
      if (std::binary_search(found.begin(), found.end(), name)) {
        out.bytes += fs::file_size(path);
      } else {
        differ(name, path, found, there);
      }
    }
    for (const auto& name : found) fs::remove(there / name);
  }

  ShardsAgain out;

 private:
  // The number of a shard stands before the hash in its name.
  void differ(const std::string& name, const std::string& path,
              const std::vector<std::string>& found, const fs::path& there) {
    out.differing.push_back(name);
    if (out.differing.size() > 1) return;
    const auto number = name.substr(0, name.find('.') + 1);
    for (const auto& other : found) {
      if (!other.starts_with(number)) continue;
      out.first = differences_of(path, (there / other).string(), folder_.files().plan_hash());
    }
  }

  const EnsembleFolder& folder_;
  const EnsembleFolder& other_;
};

}  // namespace

base::Result<ShardsAgain> shards_again(const EnsembleFolder& folder, int threads,
                                       const Progress& progress) {
  const TemporaryFolder place;
  const auto other = EnsembleFolder::create((place.path() / "again").string(), folder.plan());
  if (!other) return other.diagnostics();
  const auto states = folder.files().states(folder.plan().shards());
  std::vector<std::size_t> there;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].state == results::ShardState::complete) there.push_back(i);
  }
  const auto total = static_cast<std::size_t>(folder.runs_of(there));
  const std::size_t batch = 4 * (threads > 0 ? static_cast<std::size_t>(threads)
                                             : std::max(1U, std::thread::hardware_concurrency()));
  Again again(folder, *other);
  std::size_t done = 0;
  for (std::size_t begin = 0; begin < there.size(); begin += batch) {
    const auto end = std::min(begin + batch, there.size());
    const std::vector<std::size_t> shards(there.begin() + static_cast<std::ptrdiff_t>(begin),
                                          there.begin() + static_cast<std::ptrdiff_t>(end));
    const auto report = [&](std::size_t runs, std::size_t /*of_batch*/) {
      if (progress.report) progress.report(done + runs, total);
    };
    const auto diagnostics =
        other->run_shards({.shards = shards, .threads = threads}, {report, progress.cancel});
    if (diagnostics.has_errors()) return diagnostics;
    std::vector<std::string> names;
    for (const auto shard : shards) {
      names.push_back(fs::path(states[shard].files.front()).filename().string());
    }
    again.compare(names);
    done += static_cast<std::size_t>(folder.runs_of(shards));
  }
  again.out.missing = states.size() - there.size();
  return std::move(again.out);
}

}  // namespace slackwater::api
