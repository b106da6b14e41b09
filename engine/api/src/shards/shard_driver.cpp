#include "shard_driver.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

#include "batch_runs.hpp"
#include "shard_queue.hpp"
#include "shard_runner.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/results/shard.hpp"

namespace slackwater::api {
namespace {

/// Runs done by all threads, told to one listener at a time.
class RunCounter {
 public:
  RunCounter(const Progress& progress, std::uint64_t total) : progress_(progress), total_(total) {}

  void add(std::uint64_t runs, bool always = false) {
    const auto done = done_.fetch_add(runs) + runs;
    if (!progress_.report) return;
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock) return;
    const auto now = std::chrono::steady_clock::now();
    if (!always && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    progress_.report(done, total_);
  }

 private:
  const Progress& progress_;
  std::uint64_t total_;
  std::atomic<std::uint64_t> done_{0};
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_{};
};

class Driver {
 public:
  Driver(const EnsembleFolder& folder, const ShardRequest& request,
         const results::Comparison& studies, const Progress& progress)
      : folder_(folder),
        shards_(request.shards),
        block_(request.block),
        lanes_(request.lanes),
        studies_(studies),
        cancel_(progress.cancel),
        counter_(progress, folder.runs_of(request.shards)) {
    const int available = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const int threads = request.threads > 0 ? request.threads : available;
    workers_ = std::clamp<std::size_t>(static_cast<std::size_t>(threads), 1, shards_.size());
    inner_threads_ = threads / static_cast<int>(workers_);
  }

  base::Diagnostics run() {
    working_ = workers_;
    std::vector<std::jthread> threads;
    threads.reserve(workers_);
    for (std::size_t i = 0; i < workers_; ++i) threads.emplace_back([this] { guarded_work(); });
    write();
    queue_.close();
    threads.clear();  // joins
    if (failure_) std::rethrow_exception(failure_);
    counter_.add(0, true);
    if (errors_.has_errors()) return std::move(errors_);
    if (is_cancelled(cancel_)) return cancelled();
    // Of one equilibrium for all samples the defaults tell, when they are run for the results.
    const auto& start = folder_.scenario().implementation().scenario.start;
    return start.per_sample ? warnings_of(rests_, start) : base::Diagnostics();
  }

 private:
  // The HDF5 library belongs to this thread alone. It also passes on the wish to end.
  void write() {
    try {
      while (true) {
        if (is_cancelled(cancel_)) stop_ = true;
        const bool last = working_.load() == 0;
        const auto shard = queue_.pop();
        if (shard) {
          folder_.files().publish(shard->first,
                                  results::shard_bytes(shard->second, folder_.files().plan_hash()));
        } else if (last) {
          return;
        }
      }
    } catch (...) {
      keep_failure();
    }
  }

  void guarded_work() {
    try {
      work();
    } catch (...) {
      keep_failure();
    }
    --working_;
  }

  void work() {
    const base::FloatingPointScope scope;
    ShardRunner runner(folder_.plan(), folder_.scenario().implementation(), studies_, lanes_);
    if (!keep_errors(runner.prepare())) return;
    while (!stop_) {
      const auto next = next_.fetch_add(1);
      if (next >= shards_.size()) break;
      std::size_t told = 0;
      const auto report = [this, &told](std::size_t done, std::size_t /*total*/) {
        if (done > told) counter_.add(done - told);
        told = std::max(told, done);
      };
      auto shard = runner.run(shards_[next], inner_threads_, {report, &stop_}, block_);
      if (!shard) {
        // Its own end on demand is no error: the caller says that it was interrupted.
        if (!stop_) keep_errors(shard.diagnostics());
        return;
      }
      queue_.push(shards_[next], std::move(*shard));
    }
    const std::lock_guard lock(mutex_);
    rests_.add(runner.rests());
  }

  bool keep_errors(const base::Diagnostics& diagnostics) {
    if (!diagnostics.has_errors()) return true;
    const std::lock_guard lock(mutex_);
    if (!errors_.has_errors()) errors_ = diagnostics;
    stop_ = true;
    return false;
  }

  void keep_failure() {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    stop_ = true;
    queue_.close();
  }

  const EnsembleFolder& folder_;
  const std::vector<std::size_t>& shards_;
  std::uint64_t block_;
  const LaneOptions& lanes_;
  const results::Comparison& studies_;
  const std::atomic<bool>* cancel_;
  RunCounter counter_;
  std::size_t workers_ = 1;
  int inner_threads_ = 1;
  ShardQueue queue_{1};
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> working_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;  // of all below
  Rests rests_;
  base::Diagnostics errors_;
  std::exception_ptr failure_;
};

}  // namespace

base::Diagnostics drive_shards(const EnsembleFolder& folder, const ShardRequest& request,
                               const results::Comparison& studies, const Progress& progress) {
  if (request.shards.empty()) return {};
  return Driver(folder, request, studies, progress).run();
}

}  // namespace slackwater::api
