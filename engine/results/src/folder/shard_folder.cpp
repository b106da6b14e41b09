#include "slackwater/results/shard_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "folder/flock.hpp"
#include "folder/folder_layout.hpp"
#include "folder/shard_file.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "read", ENOENT);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) fail(path, "read", EIO);
  return text;
}

// A text that is there already with the right bytes is left alone.
void store_file(const std::string& folder, const std::string& hash, const std::string& text) {
  const auto path = layout::files(folder) + "/" + hash;
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored) && sha256(read_text(path)) == hash) return;
  publish_file(path, text);
}

// Of a process that died while it made the plan; called under the guard.
void remove_unfinished(const std::string& folder) {
  if (!fs::is_directory(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    const bool unfinished = name.starts_with('.') &&
                            name.find(layout::kPartial) != std::string::npos &&
                            !name.starts_with(".results.h5");
    if (unfinished) fs::remove(entry.path());
  }
}

void check_same_plan(const std::string& folder, std::string_view plan) {
  if (read_text(layout::plan(folder)) == plan) return;
  throw FileError(folder, "holds another ensemble: its plan.json is not that of this one",
                  "choose another folder, or go on with what is in it");
}

void make_plan(const std::string& folder, std::string_view plan,
               const std::map<std::string, std::string>& files) {
  make_folder(layout::writers(folder));
  const auto guard = Flock::wait_for(layout::guard(folder));
  if (ShardFolder::has_plan(folder)) return check_same_plan(folder, plan);
  remove_unfinished(folder);
  make_folder(layout::shards(folder));
  if (!files.empty()) {
    make_folder(layout::files(folder));
    remove_unfinished(layout::files(folder));
  }
  for (const auto& [hash, text] : files) store_file(folder, hash, text);
  publish_file(layout::plan(folder), plan);
}

std::string free_path(const std::string& wanted) {
  auto path = wanted;
  for (int i = 2; fs::exists(path); ++i) path = wanted + "." + std::to_string(i);
  return path;
}

// The shards of a range by their names, in order.
std::vector<std::pair<std::size_t, std::string>> shard_names(const std::string& folder,
                                                             const ShardRange& range) {
  std::vector<std::pair<std::size_t, std::string>> files;
  std::error_code error;
  for (fs::directory_iterator entry(layout::shards(folder), error), end; !error && entry != end;
       entry.increment(error)) {
    auto name = entry->path().filename().string();
    const auto parsed = parse_shard_name(name);
    if (!parsed || parsed->shard < range.first || parsed->shard >= range.last) continue;
    files.emplace_back(parsed->shard, std::move(name));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    fail(layout::shards(folder), "read the folder", error.value());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

void make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path, "create the folder", error.value());
}

void flush_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
}

ShardFolder::ShardFolder(std::string path, std::string plan_json)
    : path_(std::move(path)), plan_json_(std::move(plan_json)), plan_hash_(sha256(plan_json_)) {}

ShardFolder ShardFolder::create(const std::string& path, std::string_view plan_json,
                                const std::map<std::string, std::string>& files) {
  try {
    make_plan(path, plan_json, files);
  } catch (const fs::filesystem_error& error) {
    fail(error.path1().string(), "make the folder", error.code().value());
  }
  return {path, std::string(plan_json)};
}

bool ShardFolder::has_plan(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(layout::plan(path), ignored);
}

ShardFolder ShardFolder::open(const std::string& path) {
  if (!has_plan(path)) {
    throw FileError(path, "is not the folder of an ensemble: it has no plan.json",
                    "give the folder that `slackwater ensemble --out` wrote");
  }
  return {path, read_text(layout::plan(path))};
}

std::string ShardFolder::file(const std::string& sha256_of_text) const {
  const auto path = layout::files(path_) + "/" + sha256_of_text;
  auto text = read_text(path);
  if (sha256(text) != sha256_of_text) {
    throw FileError(path, "is damaged: its bytes are not those that the plan names",
                    "bring back the file from where it came, or start in another folder");
  }
  return text;
}

std::vector<ShardFiles> ShardFolder::states(
    std::size_t shards, const std::function<void(std::size_t, std::size_t)>& progress,
    const std::atomic<bool>* cancel) const {
  return states(shards, {0, shards}, progress, cancel);
}

std::size_t ShardFolder::count_missing(std::size_t shards) const {
  std::vector<bool> there(shards);
  for (const auto& [shard, name] : shard_names(path_, {0, shards})) there[shard] = true;
  return static_cast<std::size_t>(std::ranges::count(there, false));
}

std::vector<ShardFiles> ShardFolder::states(
    std::size_t shards, const ShardRange& range,
    const std::function<void(std::size_t, std::size_t)>& progress,
    const std::atomic<bool>* cancel) const {
  const auto files = shard_names(path_, range);
  std::vector<ShardFiles> found(shards);
  std::vector<std::vector<std::string>> whole(shards);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (cancel != nullptr && *cancel) break;
    if (progress) progress(i, files.size());
    const auto& [shard, name] = files[i];
    const auto path = "shards/" + name;
    const bool good = is_whole_shard(path_ + "/" + path, plan_hash_);
    (good ? whole[shard] : found[shard].files).push_back(path);
  }
  if (progress) progress(files.size(), files.size());
  for (std::size_t shard = 0; shard < shards; ++shard) {
    auto& [state, damaged] = found[shard];
    if (!damaged.empty() || whole[shard].size() > 1) {
      state = ShardState::damaged;
      // Of two whole ones nobody can say which is right.
      if (whole[shard].size() > 1) {
        damaged.insert(damaged.end(), whole[shard].begin(), whole[shard].end());
      }
      std::ranges::sort(damaged);
    } else if (!whole[shard].empty()) {
      state = ShardState::complete;
      damaged = std::move(whole[shard]);
    }
  }
  return found;
}

std::string ShardFolder::publish(std::size_t shard, std::string_view bytes) const {
  const auto trailer = shard_trailer(shard, plan_hash_);
  const auto name = shard_file_name(shard, shard_hash(bytes, trailer));
  AtomicFile file(layout::shards(path_) + "/" + name);
  file.write(bytes);
  file.write(trailer);
  file.publish();
  return file.path();
}

std::vector<std::string> ShardFolder::set_aside(const ShardFiles& shard) const {
  std::vector<std::string> moved;
  if (shard.files.empty()) return moved;
  make_folder(layout::damaged(path_));
  for (const auto& file : shard.files) {
    const auto from = path_ + "/" + file;
    auto to = free_path(layout::damaged(path_) + "/" + fs::path(file).filename().string());
    std::error_code error;
    fs::rename(from, to, error);
    if (error) fail(from, "move the damaged file to " + to, error.value());
    moved.push_back(std::move(to));
  }
  flush_folder(layout::damaged(path_));
  flush_folder(layout::shards(path_));
  return moved;
}

}  // namespace slackwater::results
