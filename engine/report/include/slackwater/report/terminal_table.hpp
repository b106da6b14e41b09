#pragma once

#include <string>

#include "slackwater/results/comparison.hpp"

namespace slackwater::report {

struct TerminalOptions {
  int width = 100;      ///< columns of the terminal; wide tables are split, names are shortened
  bool color = false;   ///< ANSI colours; meaning never rests on them alone
  bool unicode = true;  ///< arrows and check marks; otherwise words and ASCII
};

/// A comparison as text for the terminal: per future policies against indicators and measures, then
/// scans, searches, failed runs and every claim with its verdict and numbers.
std::string terminal_table(const results::Comparison& comparison,
                           const TerminalOptions& options = {});

/// One line per claim and a last line that counts them, as `terminal_table` prints them.
std::string claims_list(const results::Comparison& comparison, const TerminalOptions& options = {});

}  // namespace slackwater::report
