#include "console.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "exit_code.hpp"
#include "printable.hpp"

namespace slackwater::cli {

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

bool wants_color(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  if (no_color && *no_color) return false;
  if (term && std::string_view(term) == "dumb") return false;
  return is_terminal(descriptor);
}

bool takes_unicode(int descriptor) {
  if (!is_terminal(descriptor)) return true;
  // The first that is set counts, as POSIX has it for LC_CTYPE.
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    std::string locale(value);
    std::transform(locale.begin(), locale.end(), locale.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<int>(size.ws_col, 60, 200);
  }
  return 100;
}

int usage_error(const std::string& message, const std::string& hint) {
  print_error(fmt::format("error: {}\n   hint: {}\n", message, hint));
  return kUsage;
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }
void print_error(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void print_diagnostics(const base::Diagnostics& diagnostics) {
  if (diagnostics.empty()) return;
  print_error(printable(base::render(diagnostics, {.color = wants_color(STDERR_FILENO)})));
  const auto errors = static_cast<std::size_t>(diagnostics.error_count());
  const auto warnings = static_cast<std::size_t>(diagnostics.warning_count());
  if (errors + warnings < 2) return;
  std::vector<std::string> parts;
  if (errors > 0) parts.push_back(counted(errors, "error", "errors"));
  if (warnings > 0) parts.push_back(counted(warnings, "warning", "warnings"));
  print_error(fmt::format("{}\n", fmt::join(parts, ", ")));
}

namespace {

// Wrong options have no place in a file; values of --set are texts of their own.
bool is_about_arguments(const base::Diagnostic& entry) {
  if (entry.code == "E9013") return false;  // the scenario asks for what its model cannot have
  if (entry.place.source) return entry.place.source->name().starts_with("setting of ");
  return entry.code.starts_with("E90") || entry.code.starts_with("E09");
}

}  // namespace

int exit_code(const base::Diagnostics& diagnostics) {
  for (const auto& entry : diagnostics.entries()) {
    if (entry.severity != base::Severity::error) continue;
    if (entry.code == "E9001") return kInterrupted;
    for (const char* files :
         {"E9002", "E9012", "E9028", "E9031", "E9032", "E9033", "E9034", "E9035"}) {
      if (entry.code == files) return kFiles;
    }
    // The start that cannot be computed, the equilibrium that is not found: the texts are right.
    for (const char* run : {"E9006", "E9011", "E9015", "E9022"}) {
      if (entry.code == run) return kRunFailed;
    }
    return is_about_arguments(entry) ? kUsage : kModelErrors;
  }
  return kFine;
}

int fail(const base::Diagnostics& diagnostics) {
  print_diagnostics(diagnostics);
  return exit_code(diagnostics);
}

}  // namespace slackwater::cli
