#include <cmath>

#include "studies.hpp"

namespace slackwater::scenario {

base::Result<results::Scan> run_scan(const Scenario& scenario, const Scan& scan,
                                     const Evaluate& evaluate) {
  const auto outcomes =
      evaluate_at(scenario, scan.measure, scan.vary, scan.over, scan.policy, scan.future, evaluate);
  if (!outcomes) return outcomes.diagnostics();
  results::Scan result;
  result.name = scan.name;
  result.title = scan.title;
  result.vary = scan.vary.text();
  result.vary_unit = scan.vary.unit;
  result.measure = scan.measure.text;
  result.measure_unit = scan.measure.unit;
  result.policy = scenario.policies[scan.policy].label;
  result.future = scenario.futures[scan.future].label;
  result.x = scan.over;
  for (const auto& outcome : *outcomes) {
    const bool counts = outcome.reached() || outcome.never();
    result.y.push_back(counts ? outcome.value : std::nan(""));
    result.status.push_back(outcome.status);
  }
  return result;
}

}  // namespace slackwater::scenario
