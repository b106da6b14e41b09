#include "slackwater/ensemble/executor.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/program/program.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::ensemble {
namespace {

std::uint64_t steps_of_a_run(const Batch& batch) {
  return std::max<std::uint64_t>(1, run::step_count(*batch.settings));
}

/// A block of neighbouring runs of one batch.
struct Block {
  std::size_t batch = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

int thread_count(int wanted, std::size_t blocks) {
  const int available = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = wanted > 0 ? wanted : available;
  return static_cast<int>(
      std::min<std::size_t>(static_cast<std::size_t>(threads), std::max<std::size_t>(blocks, 1)));
}

class Pool {
 public:
  Pool(const std::vector<Batch>& batches, const ExecutorOptions& options)
      : batches_(batches), options_(options) {}

  base::Diagnostics run() {
    if (!plan_blocks()) return std::move(errors_);
    const int threads = thread_count(options_.threads, blocks_.size());
    report(true);
    std::vector<std::jthread> workers;
    workers.reserve(static_cast<std::size_t>(threads));
    for (int i = 1; i < threads; ++i) workers.emplace_back([this] { work(); });
    work();
    workers.clear();  // joins
    report(true);
    return std::move(errors_);
  }

 private:
  // The engine says how many runs it takes at once; a batch smaller than that is one block.
  bool plan_blocks() {
    for (std::size_t b = 0; b < batches_.size(); ++b) {
      const auto& batch = batches_[b];
      total_ += batch.count;
      total_steps_ += batch.count * steps_of_a_run(batch);
      auto engine = run::Engine::make(*batch.program, settings_of(batch));
      if (!engine) {
        errors_.append(engine.diagnostics());
        return false;
      }
      const std::size_t width = std::max<std::size_t>(1, engine->width());
      for (std::size_t begin = 0; begin < batch.count; begin += width) {
        blocks_.push_back({b, begin, std::min(begin + width, batch.count)});
      }
    }
    if (total_ == 1) total_ = total_steps_;
    return true;
  }

  // A single run gets a narrow block; the engine chooses when nobody asked for a width.
  static run::Settings settings_of(const Batch& batch) {
    auto settings = *batch.settings;
    if (settings.width == 0 && batch.count < 4) settings.width = batch.count > 1 ? 4 : 1;
    return settings;
  }

  bool cancelled() const {
    return options_.cancel && options_.cancel->load(std::memory_order_relaxed);
  }

  // Blocks come in order of batches, so a thread needs one engine at a time.
  void work() {
    const base::FloatingPointScope scope;
    std::unique_ptr<run::Engine> engine;
    std::size_t engine_batch = 0;
    while (true) {
      const auto next = next_.fetch_add(1);
      if (next >= blocks_.size()) return;
      const auto& block = blocks_[next];
      if (cancelled()) {
        mark_not_run(block);
        continue;
      }
      if (!engine || engine_batch != block.batch) {
        const auto& batch = batches_[block.batch];
        auto made = run::Engine::make(*batch.program, settings_of(batch));
        assert(made);  // the same settings were accepted when the blocks were planned
        engine = std::make_unique<run::Engine>(std::move(*made));
        engine_batch = block.batch;
      }
      run_block(*engine, block);
    }
  }

  /// What a block has said about its progress.
  struct Covered {
    Pool* pool;
    std::uint64_t steps = 0;
  };

  void cover(Covered& covered, std::uint64_t steps) {
    covered.steps += steps;
    covered_steps_.fetch_add(steps);
    report(false);
  }

  void run_block(run::Engine& engine, const Block& block) {
    const auto& batch = batches_[block.batch];
    const auto count = block.end - block.begin;
    std::vector<run::SeriesPointers> series;
    series.reserve(count);
    for (std::size_t i = block.begin; i < block.end; ++i) {
      series.emplace_back(batch.series + i * batch.outputs, batch.outputs);
    }
    run::Control control;
    control.cancel = options_.cancel;
    Covered covered{this};
    control.context = &covered;
    control.progress = [](void* context, std::uint64_t steps) {
      auto& block = *static_cast<Covered*>(context);
      block.pool->cover(block, steps);
    };
    engine.run_block(std::span(batch.inputs + block.begin, count), series,
                     std::span(batch.outcomes + block.begin, count), control);
    // Runs that ended early leave steps that nobody takes.
    cover(covered, count * steps_of_a_run(batch) - covered.steps);
  }

  void mark_not_run(const Block& block) const {
    const auto& batch = batches_[block.batch];
    for (std::size_t i = block.begin; i < block.end; ++i) {
      batch.outcomes[i] = {};
      batch.outcomes[i].status = run::RunStatus::not_run;
      batch.outcomes[i].message = "interrupted before it started";
    }
  }

  void report(bool always) {
    if (!options_.progress) return;
    const std::unique_lock lock(report_mutex_, std::try_to_lock);
    if (!lock) return;
    const auto now = std::chrono::steady_clock::now();
    if (!always && now - last_report_ < std::chrono::milliseconds(100)) return;
    last_report_ = now;
    const double share =
        static_cast<double>(covered_steps_.load()) / static_cast<double>(total_steps_);
    options_.progress(static_cast<std::size_t>(share * static_cast<double>(total_)), total_);
  }

  const std::vector<Batch>& batches_;
  const ExecutorOptions& options_;
  std::vector<Block> blocks_;
  base::Diagnostics errors_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::uint64_t> covered_steps_{0};
  std::uint64_t total_steps_ = 0;
  std::size_t total_ = 0;
  std::mutex report_mutex_;
  std::chrono::steady_clock::time_point last_report_{};
};

}  // namespace

base::Diagnostics execute(const std::vector<Batch>& batches, const ExecutorOptions& options) {
  return Pool(batches, options).run();
}

}  // namespace slackwater::ensemble
