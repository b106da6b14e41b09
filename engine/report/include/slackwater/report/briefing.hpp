#pragma once

#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::report {

struct BriefingOptions {
  /// At most so many indicators become charts, the first ones; 0: six, or four with several
  /// futures.
  std::size_t charts = 0;
  /// At most so many have rows in the table.
  std::size_t rows = 6;
  /// Times of the indicator table; empty: the start and four times up to the end.
  std::vector<double> times;
};

/// A comparison as one HTML page that leaders can read, print (three pages of A4) and send.
///
/// Everything is inside: no script, no network, no font to load. Every number in it comes from the
/// comparison; the cells carry `data-` attributes with the number in full, its variable or metric,
/// policy, future and time, so that a test or a reader can compare them with results.h5.
/// Guarantees: the same comparison gives the same text; every text of the user is escaped.
std::string briefing(const results::Comparison& comparison, const BriefingOptions& options = {});

}  // namespace slackwater::report
