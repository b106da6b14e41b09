#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

/// Parameters from numbers that are known: least squares within ranges, and what the numbers leave
/// open.
namespace slackwater::fit {

/// Residuals at a point of the unit box, each in units of its tolerance; nothing where there are
/// none.
///
/// Shapes: point (parameter,), result (target,).
using Residuals = std::function<std::optional<std::vector<double>>(std::span<const double> point)>;

/// What is to be made small.
struct Problem {
  Residuals residuals;
  /// The same near the last point that `residuals` was asked about and gave an answer for: may use
  /// what was found there.
  Residuals nearby;
  std::vector<double> start;  ///< (parameter,), in the unit box
};

struct Options {
  int iterations = 100;
  double difference = 1e-4;  ///< of the derivatives, as a share of each range
  /// Asked before every iteration; true ends the search with what it has.
  std::function<bool()> stop;
};

/// Why a search ended.
enum class End : std::uint8_t {
  minimum,     ///< the slopes promise nothing more within the box
  no_answer,   ///< downhill are only points without residuals
  no_step,     ///< the slopes promise more, and no step keeps the promise: a kink or a jump
  iterations,  ///< there were no more
  asked        ///< Options::stop
};

/// The best point of a search.
struct Solution {
  std::vector<double> point;      ///< (parameter,)
  std::vector<double> residuals;  ///< (target,)
  std::vector<double> jacobian;   ///< (target, parameter), row by row
  double cost = 0;                ///< half the sum of squares
  int iterations = 0;
  End end = End::iterations;
};

/// Levenberg-Marquardt on the parameters that are not held by an end of their range.
///
/// Nothing when there are no parameters or residuals at the start, or none around it. Sources:
/// Nielsen (1999), IMM-REP-1999-05, for the damping; More (1978), LNM 630, for the scale of each
/// parameter in it: the steepest that it has been.
std::optional<Solution> least_squares(const Problem& problem, const Options& options = {});

}  // namespace slackwater::fit
