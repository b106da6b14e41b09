#include "slackwater/results/fan.hpp"

namespace slackwater::results {

Fan make_fan(const RunTable& table, const SavedVariable& variable) {
  const auto cells = table.policies.labels.size() * table.futures.labels.size();
  return {variable.name, variable.elements,
          std::vector<QuantileSketch>(cells * variable.elements * table.time.size())};
}

void add_runs(Fan& fan, const RunTable& table, const SavedVariable& variable) {
  const auto cells = table.policies.labels.size() * table.futures.labels.size();
  const auto series = variable.elements * table.time.size();  // of one run
  if (table.samples == 0) return;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const double* runs = variable.values.data() + cell * table.samples * series;
    for (std::size_t i = 0; i < series; ++i) {
      fan.sketches[cell * series + i].add(runs + i, table.samples, series);
    }
  }
}

void merge(Fan& fan, const Fan& other) {
  for (std::size_t i = 0; i < fan.sketches.size(); ++i) fan.sketches[i].merge(other.sketches[i]);
}

}  // namespace slackwater::results
