#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace slackwater::cli {

/// Shows how far long work has come: one line that is rewritten on a terminal, a plain line every
/// tenth elsewhere.
///
/// Nothing is shown for work that is done within half a second.
class ProgressLine {
 public:
  /// `what` is counted: "runs".
  ProgressLine(std::string what, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void report(std::size_t done, std::size_t total);

 private:
  std::string text(std::size_t done, std::size_t total) const;

  std::string what_;
  bool quiet_;
  bool terminal_;
  bool shown_ = false;
  std::size_t last_total_ = 0;
  std::chrono::steady_clock::duration last_age_{};
  int last_tenth_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace slackwater::cli
