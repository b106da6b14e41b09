#include <cmath>

#include "slackwater/scenario/evaluate.hpp"
#include "slackwater/scenario/targets.hpp"

namespace slackwater::scenario {

std::vector<double> target_values(const FitTargets& targets, const results::RunTable& at_rest) {
  std::vector<double> values;
  for (const auto& metric : evaluate_measures(targets.measures, {&at_rest, nullptr})) {
    const bool reached = metric.status.front() == results::MetricStatus::reached;
    values.push_back(reached ? metric.values.front() : std::nan(""));
  }
  return values;
}

}  // namespace slackwater::scenario
