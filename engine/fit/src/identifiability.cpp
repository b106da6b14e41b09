#include "slackwater/fit/identifiability.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace slackwater::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// A direction is open when its whole range is less than that many tolerances.
constexpr double kNoticed = 1;
// Smaller parts of a direction, which alone change the targets by less than that many tolerances,
// are not worth a name.
constexpr double kPart = 0.02;

// Of all bases of the open directions the one with the fewest parameters in each: every step frees
// the others from the parameter that moves most.
MatrixXd sparse(MatrixXd rows) {
  for (Index r = 0; r < rows.rows(); ++r) {
    Index pivot_row = r;
    Index pivot = 0;
    rows.bottomRows(rows.rows() - r).cwiseAbs().maxCoeff(&pivot_row, &pivot);
    rows.row(r).swap(rows.row(r + pivot_row));
    rows.row(r) /= rows(r, pivot);
    for (Index other = 0; other < rows.rows(); ++other) {
      if (other != r) rows.row(other) -= rows(other, pivot) * rows.row(r);
    }
  }
  return rows;
}

OpenDirection direction(VectorXd parts, const MatrixXd& jacobian) {
  Index largest = 0;
  parts.cwiseAbs().maxCoeff(&largest);
  parts /= parts[largest];
  OpenDirection out;
  for (Index j = 0; j < parts.size(); ++j) {
    const double alone = (jacobian.col(j) * parts[j]).norm();
    if (std::abs(parts[j]) < kPart && alone < kPart) parts[j] = 0;
  }
  out.parts.assign(parts.begin(), parts.end());
  out.noticed = (jacobian * parts).norm();
  return out;
}

}  // namespace

Identifiability identifiability(const Solution& solution) {
  const auto parameters = static_cast<Index>(solution.point.size());
  const auto targets = static_cast<Index>(solution.residuals.size());
  if (parameters == 0 || targets == 0) return {std::vector<double>(solution.point.size(), 1), {}};
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const MatrixXd jacobian =
      Eigen::Map<const RowMajor>(solution.jacobian.data(), targets, parameters);
  const Eigen::JacobiSVD<MatrixXd> svd(jacobian, Eigen::ComputeFullV);
  VectorXd singular = VectorXd::Zero(parameters);
  singular.head(svd.singularValues().size()) = svd.singularValues();
  const MatrixXd& v = svd.matrixV();
  const auto open = static_cast<Index>((singular.array() < kNoticed).count());
  const auto closed = parameters - open;
  Identifiability out;
  VectorXd variance = VectorXd::Zero(parameters);
  for (Index k = 0; k < closed; ++k) {
    variance += (v.col(k) / singular[k]).cwiseAbs2();
  }
  if (open > 0) {
    const MatrixXd rows = sparse(v.rightCols(open).transpose());
    for (Index r = 0; r < rows.rows(); ++r) {
      auto along = direction(rows.row(r), jacobian);
      // The range ends what the targets leave open.
      const double reach = std::min(1.0, 1 / std::max(along.noticed, 1e-300));
      for (Index j = 0; j < parameters; ++j) {
        variance[j] += std::pow(reach * along.parts[static_cast<std::size_t>(j)], 2);
      }
      // Followed until one parameter has moved through its range, it may be noticed after all.
      if (along.noticed < kNoticed) out.open.push_back(std::move(along));
    }
    std::sort(out.open.begin(), out.open.end(),
              [](const auto& a, const auto& b) { return a.noticed < b.noticed; });
  }
  for (const double each : variance) out.deviation.push_back(std::min(1.0, std::sqrt(each)));
  return out;
}

}  // namespace slackwater::fit
