#include <cmath>

#include "evaluator.hpp"

namespace slackwater::scenario {
namespace {

/// Where the runs of a table stand in the scenario; nothing for labels that the scenario does not
/// have.
std::vector<std::optional<std::size_t>> places(const std::vector<ChangeSet>& sets,
                                               const std::vector<std::string>& labels) {
  std::vector<std::optional<std::size_t>> result;
  for (const auto& label : labels) {
    std::optional<std::size_t> place;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (sets[i].label == label) place = i;
    }
    result.push_back(place);
  }
  return result;
}

}  // namespace

std::vector<results::Metric> evaluate_measures(const Scenario& scenario, const Tables& tables,
                                               const std::atomic<bool>* cancel) {
  if (tables.saved == nullptr) return {};
  const auto& table = *tables.saved;
  std::vector<results::Metric> metrics;
  for (const auto& measure : scenario.measures) {
    results::Metric metric;
    metric.name = measure.name;
    metric.unit = measure.unit;
    metric.definition = measure.text;
    metric.documentation = measure.documentation;
    metric.values.assign(table.run_count(), std::nan(""));
    metric.status.assign(table.run_count(), results::MetricStatus::not_applicable);
    metrics.push_back(std::move(metric));
  }
  Evaluator evaluator(scenario, tables);
  const auto policies = places(scenario.policies, table.policies.labels);
  const auto futures = places(scenario.futures, table.futures.labels);
  for (std::size_t s = 0; s < table.samples; ++s) {
    if (cancel != nullptr && *cancel) return metrics;
    for (std::size_t p = 0; p < policies.size(); ++p) {
      for (std::size_t f = 0; f < futures.size(); ++f) {
        if (!policies[p] || !futures[f]) continue;
        const auto run = table.run_index(p, f, s);
        for (std::size_t m = 0; m < metrics.size(); ++m) {
          const auto outcome = evaluator.measure(m, {*policies[p], *futures[f], s});
          metrics[m].status[run] = outcome.status;
          if (outcome.reached()) metrics[m].values[run] = outcome.value;
        }
      }
    }
  }
  return metrics;
}

}  // namespace slackwater::scenario
