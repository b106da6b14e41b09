#include "pipelines.hpp"

#include "slackwater/program/program.hpp"

namespace slackwater::reference {

Pipelines::Pipelines(const program::StartValues& start, double step)
    : history_(start.pipelines.size()), outputs_(start.pipelines) {
  for (const double delay : start.pipeline_delays) {
    steps_.push_back(program::pipeline_steps(delay, step));
  }
}

// Step k + 1 gives out the input of step k + 1 - n; before there is one, the initial value stays.
void Pipelines::advance(const std::vector<double>& inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    history_[i].push_back(inputs[i]);
    const std::size_t next = history_[i].size();
    if (next >= steps_[i]) outputs_[i] = history_[i][next - steps_[i]];
  }
}

}  // namespace slackwater::reference
