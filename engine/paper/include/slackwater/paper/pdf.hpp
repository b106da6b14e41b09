#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"

/// Pages of HTML as PDF, printed by a program of this machine.
namespace slackwater::paper {

/// A program that prints HTML.
struct Printer {
  enum class Kind { chromium, weasyprint };
  Kind kind = Kind::chromium;
  std::string program;  ///< its path
};

/// The printers in the folders of a search path (as PATH is written), browsers first; on macOS also
/// where browsers are installed.
std::vector<Printer> find_printers(std::string_view search_path);

/// The search path of this process.
std::string search_path();

struct PdfOptions {
  std::vector<Printer> printers;  ///< tried in order
  double timeout = 60;            ///< of each, in seconds
  /// Asked about twenty times a second; true ends the printer and the work.
  std::function<bool()> stop = {};
};

/// The error of a machine without any printer (E9034); it names both kinds.
base::Diagnostics no_printer();

/// Prints a page that needs nothing else to PDF and returns the file's bytes.
///
/// The printer is a process group of its own with an empty home folder that is removed afterwards,
/// without the caller's settings, and kept from the network. A browser keeps its sandbox unless the
/// caller is root, for whom Chromium has none: so the page must be one that runs no script and
/// loads nothing, as a briefing is. Errors: no printer (E9034), every printer failed (E9035),
/// stopped (E9001).
base::Result<std::string> pdf(std::string_view html, const PdfOptions& options);

}  // namespace slackwater::paper
