#include "folder/shard_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <functional>
#include <vector>

#include "file_failure.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::results {
namespace {

constexpr std::size_t kDigits = 6;  // at least; so many as sort well up to a million shards
constexpr std::size_t kHashDigits = 16;
constexpr std::size_t kBatch = std::size_t{1} << 20;

bool is_hash(std::string_view text) {
  return text.size() == kHashDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Hands over the bytes of a file batch by batch.
void read_file(const std::string& path, const std::function<void(std::string_view)>& take) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, "read", errno);
  std::vector<char> buffer(kBatch);
  while (true) {
    const auto count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int error = errno;
      ::close(descriptor);
      fail(path, "read", error);
    }
    if (count == 0) break;
    take({buffer.data(), static_cast<std::size_t>(count)});
  }
  ::close(descriptor);
}

bool holds_what_it_promises(const std::string& path, std::string_view plan_hash,
                            const std::function<void(std::string_view)>& take) {
  const auto name = parse_shard_name(std::filesystem::path(path).filename().string());
  std::error_code ignored;
  if (!name || !std::filesystem::is_regular_file(path, ignored)) return false;
  Sha256 hash;
  std::string end;  // the last bytes seen
  const auto trailer = shard_trailer(name->shard, plan_hash);
  read_file(path, [&](std::string_view batch) {
    hash.add(batch);
    end.append(batch.substr(batch.size() - std::min(batch.size(), trailer.size())));
    if (end.size() > trailer.size()) end.erase(0, end.size() - trailer.size());
    take(batch);
  });
  return end == trailer && hash.hex().substr(0, kHashDigits) == name->hash;
}

}  // namespace

std::string shard_file_name(std::size_t shard, std::string_view hash) {
  auto number = std::to_string(shard);
  if (number.size() < kDigits) number.insert(0, kDigits - number.size(), '0');
  return "s-" + number + "." + std::string(hash) + ".h5";
}

std::optional<ShardName> parse_shard_name(std::string_view name) {
  if (!name.starts_with("s-")) return std::nullopt;
  ShardName found;
  const auto [end, error] =
      std::from_chars(name.data() + 2, name.data() + name.size(), found.shard);
  if (error != std::errc()) return std::nullopt;
  const auto rest = name.substr(static_cast<std::size_t>(end - name.data()));
  if (!rest.starts_with('.') || !rest.ends_with(".h5") || rest.size() < 4) return std::nullopt;
  found.hash = rest.substr(1, rest.size() - 4);
  // One spelling only: no leading zeros beyond the width.
  if (!is_hash(found.hash) || shard_file_name(found.shard, found.hash) != name) {
    return std::nullopt;
  }
  return found;
}

std::string shard_trailer(std::size_t shard, std::string_view plan_hash) {
  return "\nslackwater shard " + std::to_string(shard) + " of plan " + std::string(plan_hash) +
         "\n";
}

std::string shard_hash(std::string_view bytes, std::string_view trailer) {
  Sha256 hash;
  hash.add(bytes);
  hash.add(trailer);
  return hash.hex().substr(0, kHashDigits);
}

bool is_whole_shard(const std::string& path, std::string_view plan_hash) {
  return holds_what_it_promises(path, plan_hash, [](std::string_view) {});
}

std::optional<std::string> read_whole_shard(const std::string& path, std::string_view plan_hash) {
  std::string bytes;
  const bool whole = holds_what_it_promises(
      path, plan_hash, [&bytes](std::string_view batch) { bytes.append(batch); });
  if (!whole) return std::nullopt;
  return bytes;
}

}  // namespace slackwater::results
