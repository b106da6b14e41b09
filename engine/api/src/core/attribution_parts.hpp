#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/attribution.hpp"

namespace slackwater::api {

/// Who takes part in one equation: variables with the elements that it reads, and the equation
/// itself where the runs have different ones.
struct Attribution::Reader {
  struct Seat {
    Player player;
    std::vector<RunPair::Id> elements;
    bool hidden = false;
  };
  RunPair::Id id = 0;
  RunPair::Equation equation;
  std::vector<Seat> seats;
};

/// The parts of every seat at every wanted point. Shapes: parts is (seat, time).
struct Attribution::EquationSplit {
  std::vector<Reader::Seat> seats;
  std::vector<std::vector<double>> parts;
  bool exact = true;
  bool possible = true;
};

// Below this share of their size two values count as equal where one is divided by their
// difference.
inline constexpr double kEqual = 1e-12;

inline bool is_clear(double difference, double a, double b) {
  return std::abs(difference) > kEqual * std::max(std::abs(a), std::abs(b));
}

}  // namespace slackwater::api
