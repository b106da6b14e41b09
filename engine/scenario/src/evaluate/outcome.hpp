#pragma once

#include <cstddef>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::scenario {

/// One run of a table, by the scenario's own counting.
struct RunPlace {
  std::size_t policy = 0;
  std::size_t future = 0;
  std::size_t sample = 0;

  friend bool operator==(const RunPlace&, const RunPlace&) = default;
};

/// A number with what it means. "Never" counts as later than any time: its value is infinite.
struct Outcome {
  double value = 0;
  results::MetricStatus status = results::MetricStatus::reached;
  bool literal = false;  ///< written in the file, not measured
  bool nothing = false;  ///< there was nothing to measure: no deviation to recover from

  bool reached() const { return status == results::MetricStatus::reached; }
  bool never() const { return status == results::MetricStatus::never; }
};

Outcome measured(double value);
Outcome never();
Outcome not_applicable();

/// What a condition says.
struct Truth {
  results::Verdict verdict = results::Verdict::not_testable;
  bool failed_run = false;  ///< it is not testable because a run failed
};

/// The outcome of an operation on `operands` that gave `value`: statuses in, status out.
///
/// A failed run makes it failed; an inapplicable operand inapplicable. Infinity that comes from a
/// "never" stays "never"; a NaN that comes from it too, so that a comparison of it is vacuous.
Outcome combine(double value, std::initializer_list<const Outcome*> operands);
Outcome combine(double value, const std::vector<Outcome>& operands);

}  // namespace slackwater::scenario
