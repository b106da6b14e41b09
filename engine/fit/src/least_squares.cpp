#include "slackwater/fit/least_squares.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace slackwater::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// A step or a slope below this is what rounding leaves.
constexpr double kSmall = 1e-10;
// Of the sum of squares: where the slopes promise a smaller share, it is as small as it gets.
constexpr double kGain = 1e-9;
constexpr double kNothing = 1e-15;
// The same where no step helps any more: slopes by differences are not better than that.
constexpr double kRoughGain = 1e-3;
constexpr double kRoughNothing = 1e-6;
// A boundary of what has residuals is reached when steps this short lead over it.
constexpr double kAtBoundary = 1e-6;
// So many steps that gain next to nothing end the search.
constexpr int kSlowSteps = 4;
// Of the steepest: a parameter that nothing tells does not run away.
constexpr double kFlattest = 1e-6;

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
    return here && here->size() > 0 && arrive(point_, *here);
  }

  void run() {
    while (!end_) {
      if (options_.stop && options_.stop()) {
        end_ = End::asked;
      } else if (iterations_ == options_.iterations) {
        finish(End::iterations);
      } else {
        ++iterations_;
        advance();
      }
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
    out.end = end_.value_or(End::iterations);
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
    const VectorXd steep = jacobian_.colwise().squaredNorm();
    scale_ = scale_.size() == 0 ? steep : scale_.cwiseMax(steep).eval();
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
    const double least = std::max(kFlattest * scale_.maxCoeff(), 1e-30);
    matrix.diagonal() += damping_ * VectorXd(scale_(free)).cwiseMax(least);
    VectorXd out = VectorXd::Zero(point_.size());
    out(free) = -matrix.ldlt().solve(VectorXd(gradient(free)));
    return (point_ + out).cwiseMax(0.0).cwiseMin(1.0) - point_;
  }

  double gain(const VectorXd& change) const {
    return cost_ - 0.5 * (residuals_ + jacobian_ * change).squaredNorm();
  }

  // How much smaller the sum of squares would be elsewhere in the box if the slopes held: for each
  // parameter alone, and for all that find room together.
  double promise() const {
    double best = 0;
    const VectorXd gradient = jacobian_.transpose() * residuals_;
    for (Index j = 0; j < point_.size(); ++j) {
      const double steep = jacobian_.col(j).squaredNorm();
      if (steep == 0) continue;
      VectorXd alone = VectorXd::Zero(point_.size());
      alone[j] = std::clamp(-gradient[j] / steep, -point_[j], 1 - point_[j]);
      best = std::max(best, gain(alone));
    }
    return std::max(best, gain(together()));
  }

  // The step of Gauss and Newton; what would leave the box goes to its end, the others again.
  VectorXd together() const {
    VectorXd out = VectorXd::Zero(point_.size());
    std::vector<Index> free(static_cast<std::size_t>(point_.size()));
    std::iota(free.begin(), free.end(), Index{0});
    while (!free.empty()) {
      const MatrixXd slope = jacobian_(Eigen::all, free);
      const VectorXd missing = -(residuals_ + jacobian_ * out);
      const VectorXd wanted = slope.completeOrthogonalDecomposition().solve(missing);
      std::vector<Index> inside;
      for (std::size_t i = 0; i < free.size(); ++i) {
        const auto j = free[i];
        const double to = point_[j] + wanted[static_cast<Index>(i)];
        if (to >= 0 && to <= 1) {
          inside.push_back(j);
        } else {
          out[j] = (to < 0 ? 0 : 1) - point_[j];
        }
      }
      if (inside.size() == free.size()) {
        out(free) = wanted;
        break;
      }
      free = std::move(inside);
    }
    return out;
  }

  // Where no step helps, the search is at a minimum if the slopes promise hardly anything.
  void finish(End end) {
    const bool flat = promise() <= kRoughGain * cost_ + kRoughNothing;
    end_ = flat ? End::minimum : end;
  }

  void advance() {
    if (promise() <= kGain * cost_ + kNothing) {
      end_ = End::minimum;
      return;
    }
    const VectorXd gradient = jacobian_.transpose() * residuals_;
    const auto movable = free(gradient);
    if (movable.empty()) return finish(End::no_step);
    const VectorXd change = step(movable, gradient);
    if (change.norm() <= (no_answer_ ? kAtBoundary : kSmall)) return give_up();
    const VectorXd next = point_ + change;
    const auto residuals = ask(problem_.residuals, next);
    no_answer_ = no_answer_ || !residuals;
    const double promised = gain(change);
    const double gained = residuals ? cost_ - 0.5 * residuals->squaredNorm() : -1;
    if (gained <= 0) return refuse();
    const double before = cost_;
    if (!arrive(next, *residuals)) {
      no_answer_ = true;
      return refuse();
    }
    const double ratio = promised > 0 ? gained / promised : 1;
    damping_ = std::max(1e-12, damping_ * std::max(1.0 / 3, 1 - std::pow(2 * ratio - 1, 3)));
    growth_ = 2;
    slow_ = gained <= kGain * before ? slow_ + 1 : 0;
    if (slow_ >= kSlowSteps) give_up();
    if (slow_ == 0) no_answer_ = false;
  }

  void give_up() { finish(no_answer_ ? End::no_answer : End::no_step); }

  void refuse() {
    damping_ *= growth_;
    growth_ *= 2;
    if (damping_ > 1e12) give_up();
  }

  const Problem& problem_;
  const Options& options_;
  VectorXd point_;
  VectorXd residuals_;
  VectorXd scale_;  // the largest squared slope of each parameter so far
  MatrixXd jacobian_;
  double cost_ = 0;
  double damping_ = 1e-3;
  double growth_ = 2;
  int iterations_ = 0;
  int slow_ = 0;            // steps in a row that gained next to nothing
  bool no_answer_ = false;  // some step since the last gain led to a point without residuals
  std::optional<End> end_;
};

}  // namespace

std::optional<Solution> least_squares(const Problem& problem, const Options& options) {
  if (problem.start.empty()) return std::nullopt;
  Search search(problem, options);
  if (!search.begin()) return std::nullopt;
  search.run();
  return search.solution();
}

}  // namespace slackwater::fit
