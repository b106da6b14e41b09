#pragma once

#include <cstdint>

#include "slackwater/run/engine.hpp"

namespace slackwater::run {

/// Looks at cancellation and reports progress every so many steps, rarely enough to cost nothing.
class Pacing {
 public:
  /// `work` is a rough number of operations per step, all lanes together; what is reported counts
  /// for each of the `lanes`.
  Pacing(const Control& control, std::size_t work, std::size_t lanes)
      : control_(control),
        lanes_(lanes),
        interval_(1 + kOperationsBetween / (work + 1)),
        left_(interval_) {}

  /// One step of the method was done and the runs have covered so many time steps; true when they
  /// are to stop.
  bool step(std::uint64_t covered) {
    covered_ = covered;
    if (--left_ != 0) return false;
    left_ = interval_;
    report();
    return cancelled_ =
               control_.cancel != nullptr && control_.cancel->load(std::memory_order_relaxed);
  }
  /// Reports what was not reported yet.
  void finish() {
    if (!cancelled_) report();
  }
  bool cancelled() const { return cancelled_; }

 private:
  // About a millisecond of simple operations.
  static constexpr std::uint64_t kOperationsBetween = 2'000'000;

  void report() {
    if (control_.progress != nullptr && covered_ != reported_) {
      control_.progress(control_.context, (covered_ - reported_) * lanes_);
    }
    reported_ = covered_;
  }

  const Control& control_;
  std::uint64_t lanes_;
  std::uint64_t interval_;
  std::uint64_t left_;
  std::uint64_t covered_ = 0;
  std::uint64_t reported_ = 0;
  bool cancelled_ = false;
};

}  // namespace slackwater::run
