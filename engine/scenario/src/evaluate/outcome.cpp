#include "outcome.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace slackwater::scenario {
namespace {

using results::MetricStatus;

/// Gathers what the operands of one operation are.
struct Gathered {
  bool failed = false;
  bool inapplicable = false;
  bool never = false;
  bool all_literal = true;
  bool nothing = true;
  Missing missing = Missing::itself;

  void add(const Outcome& outcome) {
    failed |= outcome.status == MetricStatus::run_failed;
    if (outcome.status == MetricStatus::not_applicable) {
      inapplicable = true;
      missing = std::max(missing, outcome.missing);
    }
    never |= outcome.never();
    all_literal &= outcome.literal;
    nothing &= outcome.literal || outcome.nothing;
  }

  Outcome result(double value) const {
    if (failed) return run_failed();
    if (inapplicable) return not_applicable(missing);
    if (std::isnan(value) && never) return not_applicable(Missing::vacuous);
    if (!std::isfinite(value) && !never) return not_applicable();
    Outcome outcome = measured(value);
    if (!std::isfinite(value)) outcome.status = MetricStatus::never;
    outcome.literal = all_literal;
    outcome.nothing = nothing && !all_literal;
    return outcome;
  }
};

}  // namespace

Outcome measured(double value) {
  Outcome outcome;
  outcome.value = value;
  return outcome;
}

Outcome never() {
  auto outcome = measured(std::numeric_limits<double>::infinity());
  outcome.status = MetricStatus::never;
  return outcome;
}

Outcome not_applicable(Missing why) {
  auto outcome = measured(std::nan(""));
  outcome.status = MetricStatus::not_applicable;
  outcome.missing = why;
  return outcome;
}

Outcome run_failed() {
  auto outcome = measured(std::nan(""));
  outcome.status = MetricStatus::run_failed;
  return outcome;
}

Outcome combine(double value, std::initializer_list<const Outcome*> operands) {
  Gathered gathered;
  for (const auto* operand : operands) gathered.add(*operand);
  return gathered.result(value);
}

Outcome combine(double value, const std::vector<Outcome>& operands) {
  Gathered gathered;
  for (const auto& operand : operands) gathered.add(operand);
  return gathered.result(value);
}

}  // namespace slackwater::scenario
