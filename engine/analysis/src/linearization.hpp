#pragma once

#include <Eigen/Dense>
#include <complex>
#include <optional>
#include <vector>

#include "slackwater/analysis/equilibrium.hpp"

namespace slackwater::analysis {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The system's stocks in two parts: those that must rest, and counters, on which nothing depends.
class System {
 public:
  explicit System(const Dynamics& dynamics);

  const std::vector<Eigen::Index>& resting() const { return resting_; }
  const std::vector<Eigen::Index>& counting() const { return counting_; }
  VectorXd start() const;
  /// Nothing where the model has no finite value.
  std::optional<VectorXd> rates(const VectorXd& stocks) const;
  /// Central differences; one-sided where the other side has no value (a stock at zero, say).
  std::optional<MatrixXd> jacobian(const VectorXd& stocks, const VectorXd& rates) const;

 private:
  const Dynamics& dynamics_;
  std::vector<Eigen::Index> resting_;
  std::vector<Eigen::Index> counting_;
};

/// A state of all stocks and how the system behaves near it.
struct Linearization {
  VectorXd stocks;
  VectorXd rates;
  MatrixXd jacobian;
  std::vector<std::complex<double>> eigenvalues;  ///< of the resting part, falling real part
  double rate = 0;  ///< of the fastest change; 0 when nothing depends on any stock
  /// The largest growth rate without much of an oscillation: 1 / it is a pole of implicit steps.
  double growth = 0;
};

std::optional<Linearization> linearize(const System& system, VectorXd stocks);

/// One linearly implicit Euler step of that length, of all stocks.
///
/// (I / step - J) dx = f: with a growing step it turns into Newton's. A conserved total (w f = 0,
/// w J = 0) gives w dx = 0, and a finite step does no harm to a singular Jacobian.
VectorXd implicit_step(const System& system, const Linearization& here, double step);

}  // namespace slackwater::analysis
