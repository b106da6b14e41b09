#pragma once

#include <complex>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "slackwater/base/result.hpp"

/// What needs the structure of a model but not its runs; right-hand sides come in as functions.
namespace slackwater::analysis {

/// The net flow of every stock. False when the model has no value there (a division by zero, say).
///
/// Shapes: both are (stock,).
using Rates = std::function<bool(std::span<const double> stocks, std::span<double> rates)>;

struct EquilibriumOptions {
  int iterations = 400;
  /// Largest |net flow| / (|stock| + floor) that counts as rest, per unit of time.
  double tolerance = 1e-10;
  double floor = 1e-6;
};

/// A state in which no stock changes, and how the system behaves near it.
struct Equilibrium {
  std::vector<double> stocks;  ///< (stock,)
  double residual = 0;         ///< largest |net flow| / (|stock| + floor), of the stocks at rest
  int iterations = 0;
  /// Stocks that only count what happened (no equation reads them): they never rest and keep their
  /// start value.
  std::vector<std::size_t> counters;
  /// Of the Jacobian over all other stocks, in order of falling real part. Units: 1 / time unit.
  std::vector<std::complex<double>> eigenvalues;
  /// Directions in which the equilibrium is not isolated: conserved totals, such as people who only
  /// move.
  int free_directions = 0;

  /// Whether small disturbances die out (free directions aside).
  bool stable() const;
};

/// Finds a rest state near `start` by pseudo-transient continuation that ends as Newton's method.
///
/// Conserved totals keep the value that they have at the start. The error says how far it came.
/// Source: Kelley and Keyes (1998), SIAM J. Numer. Anal. 35(2), for the step rule.
base::Result<Equilibrium> find_equilibrium(const Rates& rates, const std::vector<double>& start,
                                           const EquilibriumOptions& options = {});

}  // namespace slackwater::analysis
