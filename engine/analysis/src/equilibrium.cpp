#include "slackwater/analysis/equilibrium.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "slackwater/base/number.hpp"

namespace slackwater::analysis {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The part of the system that can come to rest: counters are left at their start values.
class System {
 public:
  System(const Rates& rates, std::vector<double> start)
      : rates_(rates), all_(std::move(start)), kept_(all_.size()) {
    std::iota(kept_.begin(), kept_.end(), std::size_t{0});
  }

  std::size_t size() const { return kept_.size(); }
  const std::vector<std::size_t>& kept() const { return kept_; }

  VectorXd start() const {
    VectorXd x(static_cast<Eigen::Index>(size()));
    for (std::size_t i = 0; i < size(); ++i) x[static_cast<Eigen::Index>(i)] = all_[kept_[i]];
    return x;
  }

  std::vector<double> expand(const VectorXd& x) const {
    auto all = all_;
    for (std::size_t i = 0; i < size(); ++i) all[kept_[i]] = x[static_cast<Eigen::Index>(i)];
    return all;
  }

  std::optional<VectorXd> rates(const VectorXd& x) const {
    const auto all = expand(x);
    std::vector<double> out(all.size());
    if (!rates_(all, out)) return std::nullopt;
    VectorXd f(x.size());
    for (std::size_t i = 0; i < size(); ++i) {
      const double value = out[kept_[i]];
      if (!std::isfinite(value)) return std::nullopt;
      f[static_cast<Eigen::Index>(i)] = value;
    }
    return f;
  }

  // Central differences; one-sided where the other side has no value (a stock at zero, say).
  std::optional<MatrixXd> jacobian(const VectorXd& x, const VectorXd& f) const {
    MatrixXd jacobian(x.size(), x.size());
    for (Eigen::Index j = 0; j < x.size(); ++j) {
      const double step = 6e-6 * std::max(std::abs(x[j]), 1e-3);
      VectorXd up = x;
      VectorXd down = x;
      up[j] += step;
      down[j] -= step;
      const auto above = rates(up);
      const auto below = rates(down);
      if (!above && !below) return std::nullopt;
      const double width = (above ? up[j] : x[j]) - (below ? down[j] : x[j]);
      jacobian.col(j) = ((above ? *above : f) - (below ? *below : f)) / width;
    }
    return jacobian;
  }

  // A stock that no rate depends on has a zero column; without it another may become one.
  void drop_counters() {
    bool dropped = true;
    while (dropped && size() > 0) {
      dropped = false;
      const auto x = start();
      const auto f = rates(x);
      if (!f) return;
      const auto derivatives = jacobian(x, *f);
      if (!derivatives) return;
      std::vector<std::size_t> kept;
      for (std::size_t j = 0; j < size(); ++j) {
        const auto column = derivatives->col(static_cast<Eigen::Index>(j));
        if (column.cwiseAbs().maxCoeff() > 0) kept.push_back(kept_[j]);
      }
      dropped = kept.size() < kept_.size();
      kept_ = std::move(kept);
    }
  }

 private:
  const Rates& rates_;
  std::vector<double> all_;
  std::vector<std::size_t> kept_;
};

double residual_of(const VectorXd& x, const VectorXd& f, double floor) {
  double worst = 0;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    worst = std::max(worst, std::abs(f[i]) / (std::abs(x[i]) + floor));
  }
  return worst;
}

constexpr double kLongestStep = 1e8;

/// Where the search stands.
struct State {
  VectorXd x;
  VectorXd f;
  double residual = 0;
};

// (I / step - J) dx = f is an implicit Euler step; with a growing step it turns into Newton's. The
// step stays finite, so that a singular Jacobian does no harm and a conserved total (w f = 0, w J =
// 0) gives w dx = 0.
std::optional<State> advance(const System& system, const State& state, const MatrixXd& jacobian,
                             double step, double floor) {
  MatrixXd matrix = -jacobian;
  matrix.diagonal().array() += 1.0 / step;
  const VectorXd dx = matrix.partialPivLu().solve(state.f);
  if (!dx.allFinite()) return std::nullopt;
  State next;
  next.x = state.x + dx;
  const auto f = system.rates(next.x);
  if (!f) return std::nullopt;
  next.f = *f;
  next.residual = residual_of(next.x, next.f, floor);
  return next;
}

base::Diagnostics failure(const std::string& message, const std::string& hint) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9011", message, {}, hint);
  return diagnostics;
}

void describe(Equilibrium& found, const System& system, const State& state) {
  const auto jacobian = system.jacobian(state.x, state.f);
  if (!jacobian || state.x.size() == 0) return;
  const Eigen::EigenSolver<MatrixXd> solver(*jacobian, false);
  const auto& values = solver.eigenvalues();
  found.eigenvalues.assign(values.data(), values.data() + values.size());
  std::sort(found.eigenvalues.begin(), found.eigenvalues.end(), [](const auto& a, const auto& b) {
    return a.real() != b.real() ? a.real() > b.real() : a.imag() > b.imag();
  });
  const auto fastest = std::abs(
      *std::max_element(found.eigenvalues.begin(), found.eigenvalues.end(),
                        [](const auto& a, const auto& b) { return std::abs(a) < std::abs(b); }));
  found.free_directions = static_cast<int>(
      std::count_if(found.eigenvalues.begin(), found.eigenvalues.end(),
                    [&](const auto& value) { return std::abs(value) <= 1e-9 * fastest; }));
}

}  // namespace

bool Equilibrium::stable() const {
  int free = free_directions;
  return std::all_of(eigenvalues.begin(), eigenvalues.end(),
                     [&](const auto& value) { return value.real() < 0 || free-- > 0; });
}

base::Result<Equilibrium> find_equilibrium(const Rates& rates, const std::vector<double>& start,
                                           const EquilibriumOptions& options) {
  System system(rates, start);
  system.drop_counters();
  State state;
  state.x = system.start();
  const auto f = system.rates(state.x);
  if (!f) {
    return failure("no equilibrium: the model has no value at its start",
                   "run the model first; the failure names the operation");
  }
  state.f = *f;
  state.residual = residual_of(state.x, state.f, options.floor);

  double step = 1.0;
  int iteration = 0;
  int stalled = 0;
  for (; iteration < options.iterations && stalled < 4 && state.residual > 0; ++iteration) {
    const auto jacobian = system.jacobian(state.x, state.f);
    if (!jacobian) break;
    auto next = advance(system, state, *jacobian, step, options.floor);
    const bool worse = next && next->residual > 10 * state.residual && step > 1e-3;
    if (!next || worse) {
      step *= 0.25;
      if (step < 1e-12) break;
      continue;
    }
    const bool at_rest = state.residual <= options.tolerance;
    // Below the tolerance only rounding is left: go on while it still helps, then stop.
    if (at_rest && next->residual >= 0.5 * state.residual) ++stalled;
    const double ratio = state.residual / std::max(next->residual, 1e-300);
    step = std::min(kLongestStep, step * std::clamp(ratio, 0.5, 10.0) * 1.5);
    if (!at_rest || next->residual < state.residual) state = std::move(*next);
  }

  Equilibrium found;
  found.stocks = system.expand(state.x);
  found.residual = state.residual;
  found.iterations = iteration;
  for (std::size_t i = 0; i < start.size(); ++i) {
    const auto& kept = system.kept();
    if (!std::binary_search(kept.begin(), kept.end(), i)) found.counters.push_back(i);
  }
  if (!(state.residual <= options.tolerance)) {
    return failure("no equilibrium found: after " + std::to_string(iteration) +
                       " iterations a stock still changes by " +
                       base::format_significant(state.residual, 3) + " of itself per unit of time",
                   "start nearer to it with `start: values`, or check that one exists");
  }
  describe(found, system, state);
  return found;
}

}  // namespace slackwater::analysis
