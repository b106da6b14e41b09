#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

#include "slackwater/base/result.hpp"

namespace slackwater::program {
struct Program;
}
namespace slackwater::run {
struct RunInput;
struct RunOutcome;
struct Settings;
}  // namespace slackwater::run

namespace slackwater::ensemble {

/// Runs of one program with one setting. Everything pointed to must live until the work is done.
///
/// Shapes: `inputs` and `outcomes` have `count` places; `series` has `count` x outputs pointers,
/// run by run.
struct Batch {
  const program::Program* program = nullptr;
  const run::Settings* settings = nullptr;
  std::size_t count = 0;
  std::size_t outputs = 0;
  const run::RunInput* inputs = nullptr;
  double* const* series = nullptr;
  run::RunOutcome* outcomes = nullptr;
};

struct ExecutorOptions {
  int threads = 0;  ///< 0: as many as the machine has
  /// Called with (runs done, runs in all) from one thread at a time, at most about ten times a
  /// second. Of a single run the time steps are counted.
  std::function<void(std::size_t, std::size_t)> progress;
  const std::atomic<bool>* cancel = nullptr;
};

/// Runs all batches, block by block, on a pool of threads; blocks are handed out in order.
///
/// Guarantees: results do not depend on the number of threads or on which thread runs what. When
/// `cancel` becomes true the blocks under way end early and every run without a result has the
/// status not_run.
base::Diagnostics execute(const std::vector<Batch>& batches, const ExecutorOptions& options);

}  // namespace slackwater::ensemble
