#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

/// A number or text that two results do not share.
struct Difference {
  std::string what;   ///< "series 'output'", "measure 'late_output'", "claim 'slack pays'"
  std::string where;  ///< "policy protected, future calm, sample 3, week 12"; may be empty
  std::string left;
  std::string right;
};

/// How far two results are the same.
struct Differences {
  std::uint64_t compared = 0;  ///< numbers and texts
  std::uint64_t different = 0;
  std::optional<Difference> first;
  std::vector<std::string> names;  ///< what differs, each once, in the order it was met
};

/// Holds what two comparisons found against each other, bit for bit: inputs, series, how runs
/// ended, measures, scans, searches, claims.
///
/// Every NaN counts as the same. A variable that keeps no series on the left is not looked at. A
/// table that has another shape on the right is one difference.
Differences differences(const Comparison& left, const Comparison& right);

}  // namespace slackwater::results
