#include "slackwater/results/run_table.hpp"

#include <algorithm>
#include <cmath>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

std::string_view name(RunStatus status) {
  switch (status) {
    case RunStatus::complete:
      return "complete";
    case RunStatus::not_finite:
      return "not_finite";
    case RunStatus::domain_error:
      return "domain_error";
    case RunStatus::check_failed:
      return "check_failed";
    case RunStatus::step_failed:
      return "step_failed";
    case RunStatus::not_run:
      return "not_run";
    case RunStatus::no_start:
      return "no_start";
  }
  return "unknown";
}

std::optional<std::size_t> extreme_point(const Scan& scan, Extreme which) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < scan.y.size(); ++i) {
    const bool counts =
        scan.status[i] == MetricStatus::reached || scan.status[i] == MetricStatus::never;
    if (!counts || std::isnan(scan.y[i])) continue;
    const bool better = !best || (which == Extreme::highest ? scan.y[i] > scan.y[*best]
                                                            : scan.y[i] < scan.y[*best]);
    if (better) best = i;
  }
  return best;
}

std::string_view name(MetricStatus status) {
  switch (status) {
    case MetricStatus::reached:
      return "reached";
    case MetricStatus::never:
      return "never";
    case MetricStatus::run_failed:
      return "run_failed";
    case MetricStatus::not_applicable:
      return "not_applicable";
  }
  return "unknown";
}

bool passes(const Claim& claim) {
  if (claim.verdict != Verdict::holds) return false;
  if (!claim.fragile.empty()) return true;
  return !claim.required_share || !claim.share || *claim.share >= *claim.required_share;
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::fails:
      return "fails";
    case Verdict::vacuous:
      return "vacuous";
    case Verdict::not_testable:
      return "not_testable";
  }
  return "unknown";
}

const SavedVariable* RunTable::find(std::string_view wanted) const {
  const auto found = std::ranges::find(variables, wanted, &SavedVariable::name);
  return found == variables.end() ? nullptr : &*found;
}

std::string RunTable::element_name(const SavedVariable& variable, std::size_t element) const {
  if (variable.axes.empty()) return variable.name;
  std::string subscripts;
  for (auto axis = variable.axes.rbegin(); axis != variable.axes.rend(); ++axis) {
    const auto& labels = axes[*axis].labels;
    const auto& label = labels[element % labels.size()];
    element /= labels.size();
    subscripts = subscripts.empty() ? label : label + "," + subscripts;
  }
  return variable.name + "[" + subscripts + "]";
}

}  // namespace slackwater::results
