#pragma once

#include <complex>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"

/// What needs the structure of a model but not its runs; right-hand sides come in as functions.
namespace slackwater::analysis {

/// The net flow of every stock. False when the model has no value there (a division by zero, say).
///
/// Shapes: both are (stock,).
using Rates = std::function<bool(std::span<const double> stocks, std::span<double> rates)>;

/// What is to come to rest, and from where.
struct Dynamics {
  Rates rates;
  std::vector<double> start;          ///< (stock,)
  std::vector<std::size_t> counters;  ///< stocks that need not rest (counters.hpp), ascending
  std::vector<std::string> names;     ///< (stock,), for messages
  /// Of a map, which moves each stock by its rate once per step: the step; 0 in continuous time.
  double map_step = 0;
};

struct EquilibriumOptions {
  int iterations = 400;
  /// Largest distance from the rest point that counts as rest, as a share of |stock| + floor;
  /// measured by one Newton step, hence the same in every time unit.
  double tolerance = 1e-8;
  double floor = 1e-6;
  /// The first implicit step, in units of the fastest time constant there: small where the start
  /// may be far from any rest, large (1e8 is Newton's) where it is known to be near one.
  double first_step = 0.1;
  bool to_rounding = true;  ///< go on below the tolerance as long as it helps
};

/// What small disturbances of a rest state do, directions in which it is not isolated aside.
enum class Stability { stable, neutral, unstable };
std::string_view name(Stability stability);

/// A state in which no stock changes, and how the system behaves near it.
struct Equilibrium {
  std::vector<double> stocks;  ///< (stock,)
  double residual = 0;         ///< largest |net flow| / (|stock| + floor), of the stocks at rest
  int iterations = 0;
  /// Of the given counters those that go on counting; they keep their start value.
  std::vector<std::size_t> counters;
  /// Of the Jacobian over all stocks but the given counters, in order of falling real part; of a
  /// map with the step h, ln(1 + h * eigenvalue) / h: it grows as exp of that between steps. Units:
  /// 1 / time unit.
  std::vector<std::complex<double>> eigenvalues;
  /// Directions in which the equilibrium is not isolated: conserved totals, such as people who only
  /// move, or a state that depends on the way there.
  int free_directions = 0;
  /// Totals that no flow changes, near the rest and at its start: they keep what they are there.
  ///
  /// Shapes: (total, stock), weights of which the smallest is 1.
  std::vector<std::vector<double>> totals;
  /// Where the other free directions lead: stocks whose rest depends on the way there, those that
  /// it moves most (as a share of themselves) first.
  std::vector<std::size_t> undetermined;

  Stability stability() const;
  /// The eigenvalues but those of free directions, one of each pair that swings. A real part of 0
  /// is exactly 0: such a disturbance only swings.
  std::vector<std::complex<double>> disturbances() const;
  /// The time in which a disturbance changes e-fold, slowest first; free directions and what only
  /// swings are left out. Units: the time unit.
  std::vector<double> return_times() const;
};

/// Finds the rest state that the system runs into from its start, by pseudo-transient continuation
/// that ends as Newton's method.
///
/// Guarantees: conserved totals keep the value that they have at the start; a step never leaps over
/// a pole of the implicit step, so that a rest state is not taken for another that the flow leaves.
/// The error names the stock that does not rest. Source: Kelley and Keyes (1998), SIAM J. Numer.
/// Anal. 35(2), for the step rule.
base::Result<Equilibrium> find_equilibrium(const Dynamics& dynamics,
                                           const EquilibriumOptions& options = {});

}  // namespace slackwater::analysis
