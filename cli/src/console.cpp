#include "console.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "exit_code.hpp"

namespace slackwater::cli {

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

bool wants_color(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  if (no_color && *no_color) return false;
  if (term && std::string_view(term) == "dumb") return false;
  return is_terminal(descriptor);
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<int>(size.ws_col, 60, 200);
  }
  return 100;
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }
void print_error(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

namespace {

std::string counted(int count, const char* word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

void print_diagnostics(const base::Diagnostics& diagnostics) {
  if (diagnostics.empty()) return;
  print_error(base::render(diagnostics, {.color = wants_color(STDERR_FILENO)}));
  const int errors = diagnostics.error_count();
  const int warnings = diagnostics.warning_count();
  if (errors + warnings < 2) return;
  std::string summary = counted(errors, "error");
  if (warnings > 0)
    summary += (errors > 0 ? ", " : (summary.clear(), "")) + counted(warnings, "warning");
  print_error(summary + "\n");
}

int exit_code(const base::Diagnostics& diagnostics) {
  for (const auto& entry : diagnostics.entries()) {
    if (entry.severity != base::Severity::error) continue;
    if (entry.code == "E9001") return kInterrupted;
    if (entry.code == "E9002" || entry.code == "E9012") return kFiles;
    const bool about_arguments = entry.code.starts_with("E90") && !entry.place.source;
    return about_arguments ? kUsage : kModelErrors;
  }
  return kFine;
}

int fail(const base::Diagnostics& diagnostics) {
  print_diagnostics(diagnostics);
  return exit_code(diagnostics);
}

}  // namespace slackwater::cli
