#pragma once

#include <cstdint>

#include "slackwater/run/engine.hpp"

namespace slackwater::run {

/// Looks at cancellation and reports progress every so many steps, rarely enough to cost nothing.
class Pacing {
 public:
  /// `work` is a rough number of operations per step, all lanes together; `lanes` counts what is
  /// reported.
  Pacing(const Control& control, std::size_t work, std::size_t lanes)
      : control_(control),
        lanes_(lanes),
        interval_(1 + kOperationsBetween / (work + 1)),
        left_(interval_) {}

  /// Counts one step; true when the runs are to stop.
  bool step() {
    if (--left_ != 0) return false;
    left_ = interval_;
    report(interval_);
    return cancelled_ =
               control_.cancel != nullptr && control_.cancel->load(std::memory_order_relaxed);
  }
  /// Reports what was not reported yet.
  void finish() {
    if (!cancelled_) report(interval_ - left_);
  }
  bool cancelled() const { return cancelled_; }

 private:
  // About a millisecond of simple operations.
  static constexpr std::uint64_t kOperationsBetween = 2'000'000;

  void report(std::uint64_t steps) const {
    if (control_.progress != nullptr && steps != 0)
      control_.progress(control_.context, steps * lanes_);
  }

  const Control& control_;
  std::uint64_t lanes_;
  std::uint64_t interval_;
  std::uint64_t left_;
  bool cancelled_ = false;
};

}  // namespace slackwater::run
