#include "slackwater/paper/pdf.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "child.hpp"
#include "slackwater/results/file.hpp"

namespace slackwater::paper {
namespace {

namespace fs = std::filesystem;

/// A folder that nobody else can look into, gone in the end with all that is in it.
class PrivateFolder {
 public:
  PrivateFolder() {
    std::error_code error;
    auto pattern = (fs::temp_directory_path(error) / "slackwater-print-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw results::FileError(pattern,
                               std::string("cannot be made a folder: ") + std::strerror(errno),
                               "set TMPDIR to a folder that you may write to");
    }
    path_ = pattern;
  }
  ~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_whole_pdf(const std::string& bytes) {
  constexpr std::size_t kTail = 1024;
  return bytes.starts_with("%PDF-") &&
         bytes.find("%%EOF", bytes.size() - std::min(kTail, bytes.size())) != std::string::npos;
}

// Chromium refuses to start as root with its sandbox. Without it a page that takes over the browser
// would have taken over the machine; a page without scripts, that loads nothing and whose every
// foreign text is escaped, has nothing to do so with. Everybody else keeps the sandbox.
bool has_no_sandbox() { return ::geteuid() == 0; }

std::vector<std::string> words(const Printer& printer, const PrivateFolder& folder) {
  const auto page = folder.file("page.html");
  const auto target = folder.file("page.pdf");
  if (printer.kind == Printer::Kind::weasyprint) return {printer.program, page, target};
  std::vector<std::string> out = {printer.program,
                                  "--headless",
                                  "--disable-gpu",
                                  "--disable-dev-shm-usage",
                                  "--disable-background-networking",
                                  "--disable-component-update",
                                  "--disable-default-apps",
                                  "--disable-extensions",
                                  "--disable-quic",
                                  "--disable-sync",
                                  "--no-default-browser-check",
                                  "--no-first-run",
                                  "--host-resolver-rules=MAP * ~NOTFOUND",
                                  "--user-data-dir=" + folder.file("profile"),
                                  "--no-pdf-header-footer",
                                  "--print-to-pdf=" + target};
  if (has_no_sandbox()) out.push_back("--no-sandbox");
  out.push_back("file://" + page);
  return out;
}

// What a program needs to find itself, its libraries and fonts, and to speak the user's language;
// nothing about the user's desktop, proxies or accounts.
std::vector<std::string> environment(const PrivateFolder& folder) {
  std::vector<std::string> out = {
      "HOME=" + folder.file("home"), "TMPDIR=" + folder.file("home"),
      "XDG_RUNTIME_DIR=" + folder.file("home"),
      "DBUS_SESSION_BUS_ADDRESS=disabled:", "DBUS_SYSTEM_BUS_ADDRESS=disabled:"};
  for (const char* name : {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH",
                           "DYLD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH"}) {
    if (const char* value = std::getenv(name)) out.push_back(std::string(name) + "=" + value);
  }
  return out;
}

// What every browser without a desktop complains about says nothing about the page.
bool says_something(std::string_view line) {
  return line.find_first_not_of(" \t\r") != std::string_view::npos &&
         line.find("dbus") == std::string_view::npos;
}

// The last line that says something, short enough for a message.
std::string last_words(const std::string& text) {
  constexpr std::size_t kLongest = 200;
  std::string found;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    if (says_something(line)) found = line;
    begin = end + 1;
  }
  if (found.size() > kLongest) found.erase(0, found.size() - kLongest);
  return found;
}

std::string what_happened(const ChildEnd& end, const std::string& printed, double timeout) {
  using Kind = ChildEnd::Kind;
  if (end.kind == Kind::not_started) return std::string("cannot start: ") + std::strerror(end.code);
  if (end.kind == Kind::timed_out) return fmt::format("not done after {:g} s", timeout);
  const auto how = end.kind == Kind::signalled ? fmt::format("ended by signal {}", end.code)
                   : end.code == 0             ? std::string("left no whole PDF")
                                               : fmt::format("ended with {}", end.code);
  const auto words = last_words(printed);
  return words.empty() ? how : how + ": " + words;
}

base::Diagnostics stopped() {
  base::Diagnostics diagnostics;
  diagnostics.error("E9001", "interrupted", {});
  return diagnostics;
}

base::Diagnostics failed(const std::string& reasons) {
  base::Diagnostics diagnostics;
  const bool sandbox = reasons.find("andbox") != std::string::npos;
  diagnostics.error("E9035", "the page cannot be printed: " + reasons, {},
                    sandbox ? "Chromium finds no sandbox here (in a container, say): install "
                              "WeasyPrint, or print the HTML page from any browser"
                            : "print the HTML page from any browser");
  return diagnostics;
}

}  // namespace

base::Result<std::string> pdf(std::string_view html, const PdfOptions& options) {
  if (options.printers.empty()) return no_printer();
  std::string reasons;
  for (const auto& printer : options.printers) {
    const PrivateFolder folder;
    fs::create_directory(folder.file("home"));
    results::publish_file(folder.file("page.html"), html);
    const ChildCommand command{words(printer, folder), environment(folder),
                               folder.file("printed.txt"),
                               std::chrono::duration<double>(options.timeout), options.stop};
    const auto end = run_child(command);
    if (end.kind == ChildEnd::Kind::stopped) return stopped();
    auto bytes = content(folder.file("page.pdf"));
    const bool fine = end.kind == ChildEnd::Kind::exited && end.code == 0;
    if (fine && is_whole_pdf(bytes)) return bytes;
    reasons += (reasons.empty() ? "" : "; ") + printer.program + " " +
               what_happened(end, content(command.output), options.timeout);
  }
  return failed(reasons);
}

}  // namespace slackwater::paper
