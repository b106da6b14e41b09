#pragma once

#include <cstddef>
#include <cstdint>
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

/// Why a number does not exist although its runs do.
enum class Missing : std::uint8_t {
  itself,     ///< a run compared with itself: lists leave it out
  vacuous,    ///< there was nothing to see: runs that do not differ, a never beside a never
  undefined,  ///< no such number: a division by zero, a search without a result
};

/// A number with what it means. "Never" counts as later than any time: its value is infinite.
struct Outcome {
  double value = 0;
  results::MetricStatus status = results::MetricStatus::reached;
  bool literal = false;  ///< written in the file, not measured
  bool nothing = false;  ///< there was nothing to measure: no deviation to recover from
  Missing missing = Missing::undefined;  ///< with `not_applicable`: why

  bool reached() const { return status == results::MetricStatus::reached; }
  bool never() const { return status == results::MetricStatus::never; }
};

Outcome measured(double value);
Outcome never();
Outcome not_applicable(Missing why = Missing::undefined);
Outcome run_failed();

struct Expression;

/// What a condition says.
struct Truth {
  results::Verdict verdict = results::Verdict::not_testable;
  bool failed_run = false;  ///< it is not testable because a run failed
  bool itself = false;      ///< it is not testable because a run was compared with itself
  const Expression* decided_by = nullptr;  ///< the comparison whose verdict this is
  bool negated = false;                    ///< that comparison counts the other way round
  Outcome left{};                          ///< its two sides, in the unit that it counts in
  Outcome right{};
};

/// The outcome of an operation on `operands` that gave `value`: statuses in, status out.
///
/// A failed run makes it failed; an inapplicable operand inapplicable, for the gravest of their
/// reasons. Infinity that comes from a "never" stays "never"; a NaN that comes from it is vacuous.
Outcome combine(double value, std::initializer_list<const Outcome*> operands);
Outcome combine(double value, const std::vector<Outcome>& operands);

}  // namespace slackwater::scenario
