#include "linearization.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::analysis {

System::System(const Dynamics& dynamics) : dynamics_(dynamics) {
  for (std::size_t i = 0; i < dynamics.start.size(); ++i) {
    const bool counts = std::binary_search(dynamics.counters.begin(), dynamics.counters.end(), i);
    (counts ? counting_ : resting_).push_back(static_cast<Eigen::Index>(i));
  }
}

VectorXd System::start() const {
  return Eigen::Map<const VectorXd>(dynamics_.start.data(),
                                    static_cast<Eigen::Index>(dynamics_.start.size()));
}

std::optional<VectorXd> System::rates(const VectorXd& stocks) const {
  VectorXd rates(stocks.size());
  const auto size = static_cast<std::size_t>(stocks.size());
  if (!dynamics_.rates({stocks.data(), size}, {rates.data(), size})) return std::nullopt;
  if (!rates.allFinite()) return std::nullopt;
  return rates;
}

std::optional<MatrixXd> System::jacobian(const VectorXd& stocks, const VectorXd& here) const {
  MatrixXd jacobian(stocks.size(), stocks.size());
  VectorXd moved = stocks;
  for (Eigen::Index j = 0; j < stocks.size(); ++j) {
    const double width = 6e-6 * std::max(std::abs(stocks[j]), 1e-3);
    const double up = stocks[j] + width;
    const double down = stocks[j] - width;
    moved[j] = up;
    const auto above = rates(moved);
    moved[j] = down;
    const auto below = rates(moved);
    moved[j] = stocks[j];
    if (!above && !below) return std::nullopt;
    jacobian.col(j) = ((above ? *above : here) - (below ? *below : here)) /
                      ((above ? up : stocks[j]) - (below ? down : stocks[j]));
  }
  return jacobian;
}

std::optional<Linearization> linearize(const System& system, VectorXd stocks) {
  auto rates = system.rates(stocks);
  if (!rates) return std::nullopt;
  auto jacobian = system.jacobian(stocks, *rates);
  if (!jacobian) return std::nullopt;
  Linearization out{std::move(stocks), std::move(*rates), std::move(*jacobian), {}, 0, 0};
  const auto& resting = system.resting();
  if (resting.empty()) return out;
  const Eigen::EigenSolver<MatrixXd> solver(MatrixXd(out.jacobian(resting, resting)), false);
  const auto& values = solver.eigenvalues();
  out.eigenvalues.assign(values.data(), values.data() + values.size());
  std::sort(out.eigenvalues.begin(), out.eigenvalues.end(), [](const auto& a, const auto& b) {
    return a.real() != b.real() ? a.real() > b.real() : a.imag() > b.imag();
  });
  for (const auto& value : out.eigenvalues) {
    out.rate = std::max(out.rate, std::abs(value));
    if (std::abs(value.imag()) < value.real()) out.growth = std::max(out.growth, value.real());
  }
  return out;
}

namespace {

VectorXd solve(const MatrixXd& jacobian, const VectorXd& right, double step) {
  MatrixXd matrix = -jacobian;
  matrix.diagonal().array() += 1.0 / step;
  return matrix.partialPivLu().solve(right);
}

}  // namespace

VectorXd implicit_step(const System& system, const Linearization& here, double step) {
  const auto& resting = system.resting();
  const auto& counting = system.counting();
  VectorXd change = VectorXd::Zero(here.stocks.size());
  if (!resting.empty()) {
    change(resting) = solve(here.jacobian(resting, resting), VectorXd(here.rates(resting)), step);
  }
  if (!counting.empty()) {
    const VectorXd right =
        here.rates(counting) + here.jacobian(counting, resting) * change(resting);
    change(counting) = solve(here.jacobian(counting, counting), right, step);
  }
  return change;
}

}  // namespace slackwater::analysis
