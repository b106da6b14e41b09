#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/recorded_model.hpp"
#include "slackwater/program/given_values.hpp"

namespace slackwater::api {

/// One run with every value of every element at every point that it saves.
struct RecordedRun {
  std::shared_ptr<const RecordedModel> recorded;
  std::vector<double> times;  ///< as far as the run got
  std::vector<double> parameters;
  /// Of each element its series, or one number for what does not change.
  std::vector<std::vector<double>> series;
  std::string failure;  ///< why it ended early, in one line

  double at(model::ElementId id, std::size_t point) const {
    const auto& values = series[id.index];
    return values.size() == 1 ? values.front() : values[point];
  }
  /// Equations of this run's model, to be evaluated at given values.
  program::GivenValues equations() const;
};

/// Runs a plan once more and keeps everything. Fails when the program does not compile or its times
/// make no sense.
base::Result<RecordedRun> record_run(const PlannedRun& run,
                                     std::shared_ptr<const RecordedModel> recorded,
                                     const model::TimeSettings& time, const RunOptions& options);

/// The instant by which switches in time are decided at a saved point.
double decide_at(const model::TimeSettings& time, double point);

}  // namespace slackwater::api
