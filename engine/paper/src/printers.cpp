#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "slackwater/paper/pdf.hpp"

namespace slackwater::paper {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 7> kBrowsers = {
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "chrome",   "microsoft-edge",   "brave-browser"};

#ifdef __APPLE__
constexpr std::array<const char*, 3> kApplications = {
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"};
#else
constexpr std::array<const char*, 0> kApplications = {};
#endif

bool is_program(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

// A relative folder would make the answer depend on where the command is started.
std::vector<fs::path> folders_of(std::string_view search_path) {
  std::vector<fs::path> folders;
  while (!search_path.empty()) {
    const auto end = std::min(search_path.find(':'), search_path.size());
    const fs::path folder(search_path.substr(0, end));
    if (folder.is_absolute()) folders.push_back(folder);
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
  }
  return folders;
}

}  // namespace

std::string search_path() {
  const char* path = std::getenv("PATH");
  return path == nullptr ? "" : path;
}

std::vector<Printer> find_printers(std::string_view search_path) {
  std::vector<Printer> found;
  const auto folders = folders_of(search_path);
  const auto take = [&](Printer::Kind kind, const char* name) {
    for (const auto& folder : folders) {
      if (!is_program(folder / name)) continue;
      found.push_back({kind, (folder / name).string()});
      return;
    }
  };
  for (const char* name : kBrowsers) take(Printer::Kind::chromium, name);
  for (const char* path : kApplications) {
    if (is_program(path)) found.push_back({Printer::Kind::chromium, path});
  }
  take(Printer::Kind::weasyprint, "weasyprint");
  return found;
}

base::Diagnostics no_printer() {
  base::Diagnostics diagnostics;
  diagnostics.error("E9034", "a PDF needs Chromium or WeasyPrint, and neither is on this machine",
                    {},
                    "install one of them (`apt install chromium`, `pip install weasyprint`), or "
                    "print the HTML page from any browser");
  return diagnostics;
}

}  // namespace slackwater::paper
