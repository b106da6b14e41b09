#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Tables that instructions read, as every path of execution sees them.
namespace slackwater::program {

/// A table function. Evaluated by `lookup_value` (scalar_operators.hpp) or bit for bit like it.
struct Lookup {
  enum class Mode : std::uint8_t { clamp, extrapolate, step, smooth };

  std::string name;
  Mode mode = Mode::clamp;
  std::vector<double> x;       ///< strictly increasing, at least one point
  std::vector<double> y;
  std::vector<double> slopes;  ///< of clamp and extrapolate: (y[i+1] - y[i]) / (x[i+1] - x[i]); of smooth: one per point
};

/// A data series or the profile of a lever over time. Evaluated by `series_value` (scalar_operators.hpp).
struct Series {
  enum class Mode : std::uint8_t { linear, step, none };

  std::string name;
  Mode mode = Mode::linear;
  std::vector<double> time;  ///< strictly increasing, at least one point
  std::vector<double> value;
  std::vector<double> slopes;  ///< of linear: one per segment
};

}  // namespace slackwater::program
