#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "slackwater/results/shard.hpp"

namespace slackwater::api {

/// Shards that are computed and not written yet; at most `capacity` of them, so that memory stays
/// bounded when the disk is slower than the runs.
class ShardQueue {
 public:
  explicit ShardQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. What comes after `close` is dropped.
  void push(std::size_t shard, results::Shard content);
  /// Waits for a shard, though not much longer than a blink; nothing when none came.
  std::optional<std::pair<std::size_t, results::Shard>> pop();
  /// Lets everybody go who waits for room: nobody writes any more.
  void close();

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable has_room_;
  std::condition_variable has_shard_;
  std::deque<std::pair<std::size_t, results::Shard>> shards_;
  bool closed_ = false;
};

}  // namespace slackwater::api
