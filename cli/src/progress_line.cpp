#include "progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "console.hpp"
#include "duration.hpp"

namespace slackwater::cli {
ProgressLine::ProgressLine(std::string what, bool quiet)
    : what_(std::move(what)), quiet_(quiet), terminal_(is_terminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
  if (shown_ && terminal_) print_error("\r\x1b[K");
}

std::string ProgressLine::text(std::size_t done, std::size_t total) const {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double rate = static_cast<double>(done) / seconds;
  const double left = static_cast<double>(total - done) / (rate > 0 ? rate : 1);
  return fmt::format("{0} of {1} {2}, {3:.0f} {2}/s, {4} left", done, total, what_, rate,
                     duration(left));
}

void ProgressLine::report(std::size_t done, std::size_t total) {
  const auto age = std::chrono::steady_clock::now() - start_;
  if (quiet_ || total == 0 || done == 0 || age < std::chrono::milliseconds(500)) return;
  if (terminal_) {
    constexpr std::size_t kBar = 24;
    const auto filled = kBar * done / total;
    print_error(fmt::format("\r\x1b[K[{}{}] {}", std::string(filled, '#'),
                            std::string(kBar - filled, '.'), text(done, total)));
    shown_ = true;
    return;
  }
  // A line for every tenth; when the total has grown (scans, searches) the tenths begin anew,
  // though not more often than every second.
  const int tenth = static_cast<int>(10 * done / total);
  const bool grown = total != last_total_ && age - last_age_ > std::chrono::seconds(1);
  if (done == total || (tenth <= last_tenth_ && !grown)) return;
  last_tenth_ = tenth;
  last_total_ = total;
  last_age_ = age;
  print_error(text(done, total) + "\n");
}

}  // namespace slackwater::cli
