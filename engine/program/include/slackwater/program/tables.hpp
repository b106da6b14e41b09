#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Tables that instructions read, as every path of execution sees them.
namespace slackwater::program {

/// A table function. Evaluated by `lookup_value` (scalar_operators.hpp), everywhere bit for bit
/// like it.
///
/// Shapes: every vector has one entry per point; `second` and `third` only with `cubic`.
struct Lookup {
  std::string name;
  std::vector<double> x;  ///< strictly increasing, at least one point
  std::vector<double> y;
  std::vector<double> slopes;  ///< the first derivative to the right of each point
  std::vector<double> second;  ///< half of the second derivative there
  std::vector<double> third;   ///< a sixth of the third
  bool cubic = false;
  bool extrapolate = false;  ///< else x is held within the first and the last point
};

/// A data series or the profile of a lever over time. Evaluated by `series_value`
/// (scalar_operators.hpp).
///
/// Shapes: every vector has one entry per point; the last slope is 0.
struct Series {
  std::string name;
  std::vector<double> time;  ///< strictly increasing, at least one point
  std::vector<double> value;
  std::vector<double> slopes;  ///< to the right of each point; all 0 for steps
  bool points_only = false;  ///< no value (NaN, which ends the run) except at the points themselves
};

}  // namespace slackwater::program
