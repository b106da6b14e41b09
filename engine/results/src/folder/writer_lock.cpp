#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "folder/flock.hpp"
#include "folder/folder_layout.hpp"
#include "folder/shard_file.hpp"
#include "slackwater/results/shard_folder.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

struct Part {
  std::size_t part = 1;
  std::size_t parts = 1;
};

std::string lock_name(Part part) {
  return std::to_string(part.part) + "-of-" + std::to_string(part.parts) + ".lock";
}

std::optional<Part> parse_lock_name(const std::string& name) {
  Part part;
  const char* end = name.data() + name.size();
  const auto first = std::from_chars(name.data(), end, part.part);
  constexpr std::string_view kOf = "-of-";
  if (!std::string_view(first.ptr, end).starts_with(kOf)) return std::nullopt;
  std::from_chars(first.ptr + kOf.size(), end, part.parts);
  if (part.part == 0 || part.part > part.parts || lock_name(part) != name) return std::nullopt;
  return part;
}

bool overlap(ShardRange a, ShardRange b) {
  return std::max(a.first, b.first) < std::min(a.last, b.last);
}

std::string holder(const std::string& path) {
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n')) text.pop_back();
  return text.empty() ? "another process" : text;
}

std::string own_text(std::string_view command) {
  utsname system{};
  const bool known = ::uname(&system) == 0;
  std::string text = "process " + std::to_string(::getpid()) + " on host " +
                     (known ? std::string(system.nodename) : std::string("unknown"));
  if (!command.empty()) text += ": " + std::string(command);
  return text + "\n";
}

// Those whose writer is gone are swept up on the way.
void refuse_overlap(const std::string& folder, Part wanted, std::size_t shards) {
  const auto range = shards_of_part(wanted.part, wanted.parts, shards);
  for (const auto& entry : fs::directory_iterator(layout::writers(folder))) {
    const auto other = parse_lock_name(entry.path().filename().string());
    if (!other) continue;
    const bool same = other->part == wanted.part && other->parts == wanted.parts;
    if (!same && !overlap(range, shards_of_part(other->part, other->parts, shards))) continue;
    const auto path = entry.path().string();
    if (Flock::attempt(path).is_held()) {
      fs::remove(path);
      continue;
    }
    throw FileError(folder, "is being written by " + holder(path),
                    "wait for it or end it, or write other shards (--shards) or another folder");
  }
}

// Nobody else writes these shards, so whatever is half-written is of a writer that is gone.
void remove_leftovers(const std::string& folder, ShardRange range) {
  for (const auto& entry : fs::directory_iterator(layout::shards(folder))) {
    const auto name = entry.path().filename().string();
    const auto partial = name.find(layout::kPartial);
    if (!name.starts_with('.') || partial == std::string::npos) continue;
    const auto shard = parse_shard_name(std::string_view(name).substr(1, partial - 1));
    if (shard && shard->shard >= range.first && shard->shard < range.last) {
      fs::remove(entry.path());
    }
  }
}

}  // namespace

ShardRange shards_of_part(std::size_t part, std::size_t parts, std::size_t shards) {
  // The first `shards % parts` parts have one more.
  const auto begin = [&](std::size_t index) {
    return index * (shards / parts) + std::min(index, shards % parts);
  };
  return {begin(part - 1), begin(part)};
}

WriterLock ShardFolder::lock(std::size_t part, std::size_t parts, std::size_t shards,
                             std::string_view command) const {
  try {
    make_folder(layout::writers(path_));
    make_folder(layout::shards(path_));
    const auto guard = Flock::wait_for(layout::guard(path_));
    refuse_overlap(path_, {part, parts}, shards);
    const auto path = layout::writers(path_) + "/" + lock_name({part, parts});
    auto own = Flock::attempt(path);
    if (!own.is_held()) {
      throw FileError(path_, "is being written by " + holder(path), "wait for it or end it");
    }
    own.write(own_text(command));
    remove_leftovers(path_, shards_of_part(part, parts, shards));
    return {layout::guard(path_), path, own.take()};
  } catch (const fs::filesystem_error& error) {
    fail(error.path1().string(), "tidy the folder", error.code().value());
  }
}

WriterLock::WriterLock(std::string guard, std::string path, int descriptor)
    : guard_(std::move(guard)), path_(std::move(path)), descriptor_(descriptor) {}
WriterLock::~WriterLock() { release(); }
WriterLock::WriterLock(WriterLock&& other) noexcept
    : guard_(std::move(other.guard_)),
      path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}
WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(guard_, other.guard_);
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void WriterLock::forget() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void WriterLock::release() {
  if (descriptor_ < 0) return;
  try {
    // Under the guard nobody is between finding the file and locking it.
    const auto guard = Flock::wait_for(guard_);
    ::unlink(path_.c_str());
    ::close(std::exchange(descriptor_, -1));
  } catch (const FileError&) {
    ::close(std::exchange(descriptor_, -1));  // the file stays; the next writer sweeps it up
  }
}

}  // namespace slackwater::results
