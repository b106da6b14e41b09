#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/results/file.hpp"

namespace slackwater::results {

/// Shards [first, last) of a part.
struct ShardRange {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// The shards of part `part` of `parts`, counted from 1: all parts together have each shard once.
ShardRange shards_of_part(std::size_t part, std::size_t parts, std::size_t shards);

/// The right to write one part of a folder, held until destruction or the end of the process.
///
/// It is an flock of a file, so a killed process frees it; a forked child keeps it until `forget`.
class WriterLock {
 public:
  WriterLock() = default;
  ~WriterLock();
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;

  /// In a forked child: gives up this copy; the process that took the right keeps it.
  void forget();

 private:
  friend class ShardFolder;
  WriterLock(std::string guard, std::string path, int descriptor);
  void release();

  std::string guard_;
  std::string path_;
  int descriptor_ = -1;
};

enum class ShardState { missing, complete, damaged };

/// One shard as the folder has it.
struct ShardFiles {
  ShardState state = ShardState::missing;
  /// Relative to the folder, in order of their names: one when complete; one or more when damaged
  /// (a wrong hash, or two files that both claim to be this shard).
  std::vector<std::string> files;
};

/// An ensemble on disk: an immutable plan, and the shards that are done.
///
/// The directory is the manifest: a shard is there under a name with the hash of its bytes, or it
/// is not there. Throws: FileError from every member, naming path and remedy.
class ShardFolder {
 public:
  /// Makes the folder, or takes one that has exactly this plan already (several parts may start at
  /// once). `files` are texts that the plan names by their SHA-256.
  static ShardFolder create(const std::string& path, std::string_view plan_json,
                            const std::map<std::string, std::string>& files = {});
  /// Throws: also when the folder has no plan.
  static ShardFolder open(const std::string& path);
  static bool has_plan(const std::string& path);

  const std::string& path() const { return path_; }
  const std::string& plan_json() const { return plan_json_; }
  /// SHA-256 of plan_json(), 64 hexadecimal digits.
  const std::string& plan_hash() const { return plan_hash_; }
  /// A text of `files`, held to its hash.
  std::string file(const std::string& sha256) const;

  /// Where every shard stands; reads all bytes to check their hashes. Shape: (shards,).
  ///
  /// `progress` is told how many files are checked, of how many. Stops early, with what is not
  /// looked at as missing, when `cancel` becomes true.
  std::vector<ShardFiles> states(std::size_t shards,
                                 const std::function<void(std::size_t, std::size_t)>& progress = {},
                                 const std::atomic<bool>* cancel = nullptr) const;

  /// The same of shards [first, last) alone; the others are given as missing.
  std::vector<ShardFiles> states(std::size_t shards, const ShardRange& range,
                                 const std::function<void(std::size_t, std::size_t)>& progress,
                                 const std::atomic<bool>* cancel) const;
  /// How many shards have no file at all; opens none.
  std::size_t count_missing(std::size_t shards) const;

  /// Takes the right to write a part and removes what dead writers of its shards left half-written.
  /// Throws: when an overlapping part is being written, naming its process, host and command.
  WriterLock lock(std::size_t part, std::size_t parts, std::size_t shards,
                  std::string_view command) const;

  /// Makes a shard appear, complete or not at all; returns its path. The same bytes twice are one
  /// file.
  std::string publish(std::size_t shard, std::string_view bytes) const;

  /// Moves a damaged shard's files to damaged/, where nothing is ever deleted; returns where they
  /// are.
  std::vector<std::string> set_aside(const ShardFiles& shard) const;

  /// Shards with a note under quarantine/, in order: they ended each process that computed them.
  /// Drivers with worker processes write the notes.
  std::vector<std::size_t> quarantined() const;
  /// Takes a shard's note away.
  void release(std::size_t shard) const;

  std::string results_path() const { return path_ + "/results.h5"; }

 private:
  ShardFolder(std::string path, std::string plan_json);

  std::string path_;
  std::string plan_json_;
  std::string plan_hash_;
};

}  // namespace slackwater::results
