#pragma once

#include "core/attribution.hpp"
#include "slackwater/api/why.hpp"

namespace slackwater::api {

/// Where a cause stands: what to explain about it next.
struct CauseOrigin {
  Player player;
  std::vector<RunPair::Id> elements;
  TimeWeights weights;
  double time = 0;
};

struct Why::Implementation {
  Implementation(RecordedRun first, RecordedRun second, const Model& of)
      : model(of),
        pair(std::move(first), std::move(second), of.implementation().model),
        attribution(pair) {}

  Model model;
  RunPair pair;
  Attribution attribution;
};

/// Records both runs and pairs them.
base::Result<Why> why_between(const Model& model, const PlannedRun& first, const PlannedRun& second,
                              const model::TimeSettings& time, const RunOptions& options);

}  // namespace slackwater::api
