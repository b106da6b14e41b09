#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "slackwater/api/run.hpp"

namespace slackwater::api {

class Scenario;

/// A feedback loop and how much of the behaviour it makes.
struct LoopScore {
  std::string name;  ///< given, or made of its stocks and what tells it from others
  std::vector<std::string> variables;  ///< as declared, in the direction of the effect
  std::string polarity;                ///< reinforcing, balancing, changing (it was both), or still
  std::size_t component = 0;           ///< loops of one component share the same behaviour
  /// With the loop's sign, as a share of all loops of its component: -1 .. 1. Shapes: (time,).
  std::vector<double> relative;
  double share = 0;  ///< mean size of `relative` where its component moves
};

/// Which loops dominate when.
struct LoopDominance {
  std::string time_unit;
  std::vector<double> times;     ///< saved points after the start
  std::vector<LoopScore> loops;  ///< largest share first
  /// False: there are more loops than the budget. Then the loops are those that a search along the
  /// strongest links found, and shares are shares of these.
  bool complete = true;
  std::size_t found = 0;  ///< loops that were scored; `loops` holds the largest of them
  std::string note;       ///< what a reader must know, empty when there is nothing
};

struct LoopOptions {
  std::size_t budget =
      5000;  ///< loops that are listed exactly; with more the search is for strong ones
  std::size_t most = 30;  ///< loops in the answer
  /// A name, and variables that the loop runs through: of several loops the largest gets it.
  std::vector<std::pair<std::string, std::vector<std::string>>> names;
};

/// Runs the model with these settings and scores its feedback loops by Loops That Matter.
///
/// Scores compare a saved point with the time step before it. Arrays are one variable; memory
/// functions are passed through. Errors: those of the run.
base::Result<LoopDominance> loops(const Model& model, const std::vector<Setting>& set = {},
                                  const LoopOptions& options = {}, const RunOptions& run = {});

/// The same of one policy in one future of a scenario. Not part of the browser build.
base::Result<LoopDominance> loops(const Scenario& scenario, const std::string& policy,
                                  const std::string& future = {}, const LoopOptions& options = {},
                                  const RunOptions& run = {});

/// As JSON, in one line.
std::string loops_json(const LoopDominance& loops);

}  // namespace slackwater::api
