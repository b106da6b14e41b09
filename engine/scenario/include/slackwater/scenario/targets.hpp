#pragma once

#include <string>
#include <vector>

#include "slackwater/results/run_table.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::scenario {

/// A number that somebody knows about an organization, and how closely.
struct FitTarget {
  std::string name;
  std::string text;  ///< what it is the value of: "experienced_staff + rookies"
  std::string note;
  std::string unit;  ///< "" when it cannot be known
  double is = 0;
  double within = 0;  ///< above 0
  base::Place place;
};

/// One element of a parameter or lever that is looked for.
struct FitParameter {
  model::ElementId element;
  std::string name;
  std::string unit;
  double low = 0;
  double high = 0;
  double start = 0;  ///< the model's default, moved into the range
  base::Place place;
};

/// A targets file with everything it names found in the model, and every number in its units.
struct FitTargets {
  std::string title;
  std::string note;
  std::vector<Setting> settings;  ///< what is known about levers and parameters
  std::vector<Setting> at_rest;   ///< what holds while the equilibrium is solved, after those
  std::vector<FitParameter> parameters;
  std::vector<FitTarget> targets;
  /// The targets as measures of its one policy, in their order.
  Scenario measures;
};

/// Reads a targets file: the YAML, its keys, and what they name in the model. All errors in one go.
base::Result<FitTargets> read_targets(const base::SourcePtr& source, const model::Model& model,
                                      const ResolveOptions& options = {});

/// The value of every target where a model rests; NaN where there is none.
///
/// Shapes: `at_rest` holds one run of one point with Scenario::needed of the measures. Result:
/// (target,).
std::vector<double> target_values(const FitTargets& targets, const results::RunTable& at_rest);

}  // namespace slackwater::scenario
