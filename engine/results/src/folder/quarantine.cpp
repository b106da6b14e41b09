#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "folder/folder_layout.hpp"
#include "slackwater/results/shard_folder.hpp"

/// Notes about shards that are not tried again: quarantine/s-000003.txt.
namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBegin = "s-";
constexpr std::string_view kEnd = ".txt";

std::string note_name(std::size_t shard) {
  auto digits = std::to_string(shard);
  digits.insert(0, 6 - std::min<std::size_t>(6, digits.size()), '0');
  return std::string(kBegin) + digits + std::string(kEnd);
}

// Nothing for every other name, that of a half-written note included.
std::optional<std::size_t> parse_note_name(std::string_view name) {
  if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) return std::nullopt;
  std::size_t shard = 0;
  std::from_chars(name.data() + kBegin.size(), name.data() + name.size(), shard);
  if (note_name(shard) != name) return std::nullopt;
  return shard;
}

}  // namespace

std::vector<std::size_t> ShardFolder::quarantined() const {
  std::vector<std::size_t> shards;
  std::error_code error;
  for (fs::directory_iterator entry(layout::quarantine(path_), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto shard = parse_note_name(entry->path().filename().string());
    if (shard) shards.push_back(*shard);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    fail(layout::quarantine(path_), "read the folder", error.value());
  }
  std::ranges::sort(shards);
  return shards;
}

void ShardFolder::release(std::size_t shard) const {
  const auto path = layout::quarantine(path_) + "/" + note_name(shard);
  std::error_code error;
  fs::remove(path, error);
  if (error) fail(path, "remove the note", error.value());
}

}  // namespace slackwater::results
