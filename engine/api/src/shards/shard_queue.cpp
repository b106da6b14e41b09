#include "shard_queue.hpp"

#include <chrono>

namespace slackwater::api {

void ShardQueue::push(std::size_t shard, results::Shard content) {
  std::unique_lock lock(mutex_);
  has_room_.wait(lock, [this] { return closed_ || shards_.size() < capacity_; });
  if (closed_) return;
  shards_.emplace_back(shard, std::move(content));
  has_shard_.notify_one();
}

std::optional<std::pair<std::size_t, results::Shard>> ShardQueue::pop() {
  std::unique_lock lock(mutex_);
  has_shard_.wait_for(lock, std::chrono::milliseconds(20), [this] { return !shards_.empty(); });
  if (shards_.empty()) return std::nullopt;
  auto shard = std::move(shards_.front());
  shards_.pop_front();
  has_room_.notify_one();
  return shard;
}

void ShardQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  shards_.clear();
  has_room_.notify_all();
}

}  // namespace slackwater::api
