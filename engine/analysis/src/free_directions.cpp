#include "free_directions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace slackwater::analysis {
namespace {

using Eigen::Index;

// Singular values and flows below this share of the largest are what differences leave of a zero.
constexpr double kZero = 1e-7;
// Weights below this share of a total's largest say nothing about it.
constexpr double kWeight = 1e-6;

// Each stock in its own size: only then can weights of people and of shares be compared.
VectorXd sizes(const VectorXd& start, const VectorXd& rest) {
  VectorXd size = start.cwiseAbs().cwiseMax(rest.cwiseAbs());
  return size.unaryExpr([](double value) { return value > 0 ? value : 1.0; });
}

// States to try: the start, half-way, and each stock moved by a share of its own up to 5 % of its
// size, otherwise each time. What is 0 only moves up; where much of a system stands still at 0,
// these are the only states in which it flows.
std::vector<VectorXd> states_elsewhere(const System& system, const VectorXd& rest,
                                       const VectorXd& size, Index free) {
  const auto& resting = system.resting();
  std::vector<VectorXd> states{system.start(), 0.5 * (system.start() + rest)};
  for (Index k = 0; k < 2 * (free + 2); ++k) {
    VectorXd moved = rest;
    for (std::size_t j = 0; j < resting.size(); ++j) {
      const auto i = resting[j];
      const double turn = static_cast<double>(k) * std::numbers::sqrt2 + 1;
      const double share = 0.05 * std::sin(turn * static_cast<double>(j + 1));
      moved[i] += size[static_cast<Index>(j)] * (rest[i] == 0 ? std::abs(share) : share);
    }
    states.push_back(std::move(moved));
  }
  return states;
}

// Net flows there, as shares of the stocks, one column each. Nothing when the model has a value in
// too few of these states to tell `free` directions apart.
std::optional<MatrixXd> flows_elsewhere(const System& system, const VectorXd& rest,
                                        const VectorXd& size, Index free) {
  const auto& resting = system.resting();
  MatrixXd flows(static_cast<Index>(resting.size()), 0);
  Index usable = 0;
  for (const auto& stocks : states_elsewhere(system, rest, size, free)) {
    const auto rates = system.rates(stocks);
    if (!rates) continue;
    ++usable;
    const VectorXd flow = VectorXd((*rates)(resting)).cwiseQuotient(size);
    if (flow.norm() == 0) continue;
    flows.conservativeResize(Eigen::NoChange, flows.cols() + 1);
    flows.rightCols(1) = flow.normalized();
  }
  if (usable <= free + 2) return std::nullopt;
  return flows;
}

// An orthonormal basis of the rows' combinations that give 0 with every column of `by`.
MatrixXd combinations_without(const MatrixXd& rows, const MatrixXd& by) {
  if (rows.rows() == 0 || by.cols() == 0) return rows;
  const MatrixXd product = rows * by;
  const Eigen::JacobiSVD<MatrixXd> svd(product, Eigen::ComputeFullU);
  const auto& values = svd.singularValues();
  Index rank = 0;
  while (rank < values.size() && values[rank] > kZero) ++rank;
  return svd.matrixU().rightCols(rows.rows() - rank).transpose() * rows;
}

// Reduced row echelon form: of all bases the one that people would write down.
MatrixXd reduced(MatrixXd rows) {
  Index done = 0;
  for (Index column = 0; column < rows.cols() && done < rows.rows(); ++column) {
    Index pivot = 0;
    const double largest = rows.col(column).tail(rows.rows() - done).cwiseAbs().maxCoeff(&pivot);
    if (largest <= kWeight) continue;
    rows.row(done).swap(rows.row(done + pivot));
    rows.row(done) /= rows(done, column);
    for (Index r = 0; r < rows.rows(); ++r) {
      if (r != done) rows.row(r) -= rows(r, column) * rows.row(done);
    }
    ++done;
  }
  return rows;
}

// Weights in the stocks' units, the smallest 1; whole numbers without their rounding.
std::vector<double> weights(const System& system, const VectorXd& scaled, const VectorXd& size) {
  const double least = kWeight * scaled.cwiseAbs().maxCoeff();
  VectorXd weight = VectorXd::Zero(scaled.size());
  double smallest = 0;
  for (Index i = 0; i < scaled.size(); ++i) {
    if (std::abs(scaled[i]) <= least) continue;
    weight[i] = scaled[i] / size[i];
    if (smallest == 0 || std::abs(weight[i]) < std::abs(smallest)) smallest = weight[i];
  }
  const auto& resting = system.resting();
  std::vector<double> out(resting.size() + system.counting().size(), 0.0);
  for (std::size_t i = 0; i < resting.size(); ++i) {
    const double value = weight[static_cast<Index>(i)] / smallest;
    const double whole = std::round(value);
    const bool is_whole = std::abs(value - whole) < kWeight * std::max(1.0, std::abs(whole));
    out[static_cast<std::size_t>(resting[i])] = is_whole ? whole : value;
  }
  return out;
}

std::vector<std::size_t> moved_stocks(const System& system, const MatrixXd& directions) {
  if (directions.rows() == 0) return {};
  const VectorXd moved = directions.colwise().norm();
  std::vector<Index> order;
  for (Index i = 0; i < moved.size(); ++i) {
    if (moved[i] > kWeight * moved.maxCoeff()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return moved[a] > moved[b]; });
  std::vector<std::size_t> out;
  for (const auto i : order) {
    out.push_back(static_cast<std::size_t>(system.resting()[static_cast<std::size_t>(i)]));
  }
  return out;
}

}  // namespace

FreeDirections free_directions(const System& system, const Linearization& rest, int most) {
  const auto& resting = system.resting();
  const VectorXd size = sizes(VectorXd(system.start()(resting)), VectorXd(rest.stocks(resting)));
  const MatrixXd jacobian = size.cwiseInverse().asDiagonal() *
                            MatrixXd(rest.jacobian(resting, resting)) * size.asDiagonal();
  const Eigen::JacobiSVD<MatrixXd> svd(jacobian, Eigen::ComputeFullU | Eigen::ComputeFullV);
  const auto& values = svd.singularValues();
  const double zero = kZero * values.maxCoeff();
  const auto found = static_cast<Index>((values.array() <= zero).count());
  const auto count = std::min<Index>(most, found);
  const MatrixXd left = svd.matrixU().rightCols(count).transpose();
  const MatrixXd right = svd.matrixV().rightCols(count).transpose();
  const auto flows = flows_elsewhere(system, rest.stocks, size, count);
  const MatrixXd kept =
      flows ? reduced(combinations_without(left, *flows)) : MatrixXd(0, left.cols());
  FreeDirections out;
  for (Index r = 0; r < kept.rows(); ++r) {
    out.totals.push_back(weights(system, kept.row(r), size));
  }
  out.undetermined = moved_stocks(
      system, kept.rows() == 0 ? right : combinations_without(right, kept.transpose()));
  return out;
}

}  // namespace slackwater::analysis
