#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "slackwater/api/model.hpp"
#include "slackwater/api/run.hpp"

namespace slackwater::api {

/// A number that is known, beside the one that the fitted model has at rest.
struct FittedTarget {
  std::string name;
  std::string definition;  ///< what it is the value of, as written
  std::string note;
  std::string unit;
  double is = 0;      ///< as known
  double within = 0;  ///< how closely
  double fitted = 0;

  /// By how many tolerances the fitted value is too high.
  double off() const { return (fitted - is) / within; }
  bool matched() const { return off() >= -1 && off() <= 1; }
};

/// A parameter that was looked for.
struct FittedParameter {
  std::string name;
  std::string unit;
  double start = 0;  ///< the model's default
  double low = 0;    ///< of the range in which it was looked for
  double high = 0;
  double fitted = 0;
  /// One standard deviation when each target's is its tolerance; at most the width of the range.
  double deviation = 0;
  std::string at;     ///< "low" or "high" when it stands at an end of its range, else ""
  bool open = false;  ///< the targets say less than a quarter of the range
};

/// Parameters that can move together and hardly change any target.
struct OpenCombination {
  /// By which share of its range each moves, the largest by all of it.
  std::vector<std::pair<std::string, double>> parts;
  double noticed = 0;  ///< by how many tolerances the targets then change in all
};

/// Parameters under which a model rests where somebody's numbers say.
struct Fit {
  std::string title;
  std::string note;
  std::string model_name;
  std::string targets_name;
  std::vector<FittedTarget> targets;
  std::vector<FittedParameter> parameters;
  std::vector<OpenCombination> open;
  double cost = 0;  ///< half the sum of squares of what is off
  int iterations = 0;
  std::size_t rest_states = 0;  ///< how many were found on the way
  int starts = 0;               ///< from how many points the search began
  bool converged = false;       ///< at a minimum, which another start may find a better one of
  std::string ended;            ///< how the search ended, as a sentence; empty at a minimum
  std::string at_rest;  ///< how the model rests: "stable, the slowest disturbance is down to 37 %
                        ///< after 118 week"
  /// What the targets file holds, as keys and values of a scenario file.
  std::vector<std::pair<std::string, std::string>> set;
  std::vector<std::pair<std::string, std::string>> set_at_rest;
};

/// Finds parameters within their ranges that reproduce, at rest, the numbers of a targets file.
///
/// Weighted least squares: each difference counts in its tolerance. The search begins at the
/// defaults, and at `starts` - 1 other points of the ranges; the best result counts. Where the
/// model rests nowhere under its defaults, the first of the other points where it does serves.
/// Errors: those of the targets file; E9022 when it rests at none of them. W9006 when the search
/// ended before a minimum.
base::Result<Fit> fit(const Model& model, const std::string& targets_name, std::string targets_text,
                      int starts = 1, const Progress& progress = {});

/// The same from a file.
base::Result<Fit> fit_file(const Model& model, const std::string& targets_path, int starts = 1,
                           const Progress& progress = {});

/// A scenario file whose baseline has the fitted parameters and starts at rest; `model_path` as
/// seen from its folder.
std::string fitted_scenario(const Fit& fit, const std::string& model_path);

/// The JSON Schema of targets files, for editors.
std::string targets_schema();

}  // namespace slackwater::api
