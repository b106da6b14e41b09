#pragma once

#include <chrono>
#include <cstdint>

#include "slackwater/api/run.hpp"

namespace slackwater::api {

/// Tells a Progress how many time steps of a single run are done, about ten times a second.
class StepReport {
 public:
  StepReport(const Progress& progress, std::uint64_t total) : progress_(progress), total_(total) {}

  void done(std::uint64_t steps) {
    if (!progress_.report) return;
    const auto now = std::chrono::steady_clock::now();
    if (steps < total_ && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    progress_.report(steps, total_);
  }
  void add(std::uint64_t steps) { done(sum_ += steps); }

 private:
  const Progress& progress_;
  std::uint64_t total_;
  std::uint64_t sum_ = 0;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace slackwater::api
