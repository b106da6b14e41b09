#include "outcome.hpp"

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

  void add(const Outcome& outcome) {
    failed |= outcome.status == MetricStatus::run_failed;
    inapplicable |= outcome.status == MetricStatus::not_applicable;
    never |= outcome.never();
    all_literal &= outcome.literal;
    nothing &= outcome.literal || outcome.nothing;
  }

  Outcome result(double value) const {
    Outcome outcome = measured(value);
    outcome.literal = all_literal;
    outcome.nothing = nothing && !all_literal;
    if (failed) {
      outcome.status = MetricStatus::run_failed;
    } else if (inapplicable || (!never && !std::isfinite(value))) {
      outcome.status = MetricStatus::not_applicable;
    } else if (never && !std::isfinite(value)) {
      outcome.status = MetricStatus::never;
    }
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
  return {std::numeric_limits<double>::infinity(), MetricStatus::never, false, false};
}

Outcome not_applicable() { return {std::nan(""), MetricStatus::not_applicable, false, false}; }

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
