#include "slackwater/fit/least_squares.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace slackwater::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// A step or a slope below this is what rounding leaves.
constexpr double kSmall = 1e-10;
// An iteration that makes the sum of squares smaller by a smaller share is the last.
constexpr double kGain = 1e-9;

std::optional<VectorXd> ask(const Residuals& residuals, const VectorXd& point) {
  const auto found = residuals({point.data(), static_cast<std::size_t>(point.size())});
  if (!found) return std::nullopt;
  VectorXd out = Eigen::Map<const VectorXd>(found->data(), static_cast<Index>(found->size()));
  if (!out.allFinite()) return std::nullopt;
  return out;
}

// Central differences; one-sided at an end of the range and where the other side has no value.
std::optional<MatrixXd> jacobian(const Problem& problem, const VectorXd& point,
                                 const VectorXd& here, double width) {
  MatrixXd out(here.size(), point.size());
  VectorXd moved = point;
  for (Index j = 0; j < point.size(); ++j) {
    const double up = std::min(1.0, point[j] + width);
    const double down = std::max(0.0, point[j] - width);
    moved[j] = up;
    const auto above = up > point[j] ? ask(problem.nearby, moved) : here;
    moved[j] = down;
    const auto below = down < point[j] ? ask(problem.nearby, moved) : here;
    moved[j] = point[j];
    if (!above && !below) return std::nullopt;
    const double from = below ? down : point[j];
    const double to = above ? up : point[j];
    if (to <= from) return std::nullopt;
    out.col(j) = ((above ? *above : here) - (below ? *below : here)) / (to - from);
  }
  return out;
}

/// One search from one point.
class Search {
 public:
  Search(const Problem& problem, const Options& options) : problem_(problem), options_(options) {}

  bool begin() {
    point_ = Eigen::Map<const VectorXd>(problem_.start.data(),
                                        static_cast<Index>(problem_.start.size()));
    const auto here = ask(problem_.residuals, point_);
    return here && arrive(point_, *here);
  }

  void run() {
    while (iterations_ < options_.iterations && !converged_) {
      if (options_.stop && options_.stop()) return;
      ++iterations_;
      advance();
    }
  }

  Solution solution() const {
    Solution out;
    out.point.assign(point_.begin(), point_.end());
    out.residuals.assign(residuals_.begin(), residuals_.end());
    for (Index i = 0; i < jacobian_.rows(); ++i) {
      for (Index j = 0; j < jacobian_.cols(); ++j) out.jacobian.push_back(jacobian_(i, j));
    }
    out.cost = cost_;
    out.iterations = iterations_;
    out.converged = converged_;
    return out;
  }

 private:
  bool arrive(const VectorXd& point, const VectorXd& residuals) {
    auto slope = jacobian(problem_, point, residuals, options_.difference);
    if (!slope) return false;
    point_ = point;
    residuals_ = residuals;
    jacobian_ = std::move(*slope);
    cost_ = 0.5 * residuals.squaredNorm();
    return true;
  }

  // Downhill would lead out of the box: such a parameter stays at its end for this step.
  std::vector<Index> free(const VectorXd& gradient) const {
    std::vector<Index> out;
    for (Index j = 0; j < point_.size(); ++j) {
      const bool held = (point_[j] <= 0 && gradient[j] > 0) || (point_[j] >= 1 && gradient[j] < 0);
      if (!held) out.push_back(j);
    }
    return out;
  }

  VectorXd step(const std::vector<Index>& free, const VectorXd& gradient) const {
    const MatrixXd slope = jacobian_(Eigen::all, free);
    MatrixXd matrix = slope.transpose() * slope;
    const double size = std::max(matrix.diagonal().maxCoeff(), 1e-30);
    matrix.diagonal().array() += damping_ * size;
    VectorXd out = VectorXd::Zero(point_.size());
    out(free) = -matrix.ldlt().solve(VectorXd(gradient(free)));
    return (point_ + out).cwiseMax(0.0).cwiseMin(1.0) - point_;
  }

  void advance() {
    const VectorXd gradient = jacobian_.transpose() * residuals_;
    const auto movable = free(gradient);
    if (movable.empty() || VectorXd(gradient(movable)).norm() <= kSmall * (1 + cost_)) {
      converged_ = true;
      return;
    }
    const VectorXd change = step(movable, gradient);
    if (change.norm() <= kSmall) {
      converged_ = true;
      return;
    }
    const VectorXd next = point_ + change;
    const auto residuals = ask(problem_.residuals, next);
    const double promised = cost_ - 0.5 * (residuals_ + jacobian_ * change).squaredNorm();
    const double gained = residuals ? cost_ - 0.5 * residuals->squaredNorm() : -1;
    if (gained <= 0) return refuse();
    const double before = cost_;
    if (!arrive(next, *residuals)) return refuse();
    const double ratio = promised > 0 ? gained / promised : 1;
    damping_ = std::max(1e-12, damping_ * std::max(1.0 / 3, 1 - std::pow(2 * ratio - 1, 3)));
    growth_ = 2;
    converged_ = gained <= kGain * before || cost_ <= kSmall * kSmall;
  }

  void refuse() {
    damping_ *= growth_;
    growth_ *= 2;
    converged_ = damping_ > 1e12;  // no step is short enough: only rounding is left
  }

  const Problem& problem_;
  const Options& options_;
  VectorXd point_;
  VectorXd residuals_;
  MatrixXd jacobian_;
  double cost_ = 0;
  double damping_ = 1e-3;
  double growth_ = 2;
  int iterations_ = 0;
  bool converged_ = false;
};

}  // namespace

std::optional<Solution> least_squares(const Problem& problem, const Options& options) {
  Search search(problem, options);
  if (!search.begin()) return std::nullopt;
  search.run();
  return search.solution();
}

}  // namespace slackwater::fit
