#pragma once

#include <string>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

struct JsonOptions {
  bool series = false;  ///< series of the default runs too; without them only what was found
  int indent = 2;       ///< -1: one line
};

/// A comparison as JSON: policies, futures, metrics, claims, scans, searches, settings, provenance.
///
/// Guarantees: numbers read back to the same bits; NaN and infinities are null, a metric's status
/// says why.
std::string to_json(const Comparison& comparison, JsonOptions options = {});

/// One table as JSON: axes, variables with units, and with `series` their values as nested arrays.
std::string to_json(const RunTable& table, JsonOptions options = {});

}  // namespace slackwater::results
