#include "outcome.hpp"

#include <fmt/format.h>

#include "slackwater/base/number.hpp"

namespace slackwater::run {

namespace {

RunStatus status_of(program::Failure::Kind kind) {
  switch (kind) {
    case program::Failure::Kind::not_finite:
      return RunStatus::not_finite;
    case program::Failure::Kind::domain_error:
      return RunStatus::domain_error;
    case program::Failure::Kind::check_failed:
      return RunStatus::check_failed;
  }
  return RunStatus::not_finite;
}

constexpr int kDigits = 6;
// An equation over a whole array may have read hundreds of values.
constexpr std::size_t kInputsShown = 6;

}  // namespace

RunOutcome outcome_of(std::optional<program::Failure> failure, double fallback_time) {
  RunOutcome outcome;
  if (!failure) {
    outcome.status = RunStatus::not_finite;
    outcome.time = fallback_time;
    outcome.message = "a value is not a finite number";
    return outcome;
  }
  outcome.status = status_of(failure->kind);
  outcome.time = failure->time;
  outcome.variable = std::move(failure->variable);
  outcome.message = std::move(failure->message);
  outcome.place = std::move(failure->place);
  outcome.inputs = std::move(failure->inputs);
  return outcome;
}

std::string describe(const RunOutcome& outcome, std::string_view time_unit) {
  if (outcome.status == RunStatus::complete) return "complete";
  std::string text = fmt::format("{} at time {} {}", outcome.message,
                                 base::format_significant(outcome.time, kDigits), time_unit);
  const std::size_t count = outcome.inputs.size();
  // "and 1 more" would be no shorter than the one.
  const std::size_t shown = count <= kInputsShown + 1 ? count : kInputsShown;
  for (std::size_t i = 0; i < shown; ++i) {
    text += fmt::format("{}{} = {}", i == 0 ? " (" : ", ", outcome.inputs[i].name,
                        base::format_significant(outcome.inputs[i].value, kDigits));
  }
  if (shown < count) text += fmt::format(" and {} more", count - shown);
  if (count > 0) text += ')';
  return text;
}

}  // namespace slackwater::run
