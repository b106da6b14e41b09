#include "slackwater/ensemble/copula.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "normal_share.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::ensemble {
namespace {

namespace math = program::math;

constexpr double kPi = 3.141592653589793;
// A pivot of the factor is the variance that earlier columns leave to a column.
constexpr double kSmallestPivot = 1e-10;

double to_normal(double spearman) { return 2 * math::sin(kPi * spearman / 6); }
double to_spearman(double normal) { return 6 / kPi * math::asin(normal / 2); }

/// The normal scores' correlation matrix, row-major.
struct Matrix {
  std::size_t size = 0;
  std::vector<double> values;

  double& at(std::size_t row, std::size_t column) { return values[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return values[row * size + column]; }
};

Matrix matrix_of(std::size_t size, const std::vector<RankCorrelation>& correlations) {
  Matrix matrix{size, std::vector<double>(size * size)};
  for (std::size_t i = 0; i < size; ++i) matrix.at(i, i) = 1;
  for (const auto& each : correlations) {
    matrix.at(each.first, each.second) = to_normal(each.coefficient);
    matrix.at(each.second, each.first) = matrix.at(each.first, each.second);
  }
  return matrix;
}

/// The lower Cholesky factor in place; the first column whose pivot is not positive, if any.
/// Sums run in the order of the columns: Eigen's would depend on the instruction set.
std::optional<std::size_t> factorize(Matrix& matrix) {
  for (std::size_t i = 0; i < matrix.size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = matrix.at(i, j);
      for (std::size_t k = 0; k < j; ++k) rest -= matrix.at(i, k) * matrix.at(j, k);
      if (i == j) {
        if (!(rest > kSmallestPivot)) return i;
        matrix.at(i, i) = math::sqrt(rest);
      } else {
        matrix.at(i, j) = rest / matrix.at(j, j);
      }
    }
  }
  return std::nullopt;
}

/// Says which pairs clash: three columns where three suffice, else all that are linked.
class Clash {
 public:
  Clash(const std::vector<std::string>& columns, const std::vector<RankCorrelation>& correlations,
        std::size_t failed)
      : columns_(columns),
        correlations_(correlations),
        matrix_(matrix_of(columns.size(), correlations)),
        failed_(failed) {}

  base::Diagnostics diagnostics(const base::Place& place) const {
    base::Diagnostics diagnostics;
    const auto three = clashing_three();
    const auto members = three ? std::vector<std::size_t>(three->begin(), three->end()) : linked();
    diagnostics.error("E9023",
                      fmt::format("no joint distribution has these rank correlations: {}",
                                  fmt::join(pairs_within(members), ", ")),
                      place, three ? possible(*three) : "take them closer to 0");
    return diagnostics;
  }

 private:
  using Three = std::array<std::size_t, 3>;

  bool fits(const Three& c) const {
    const double ab = matrix_.at(c[0], c[1]);
    const double bc = matrix_.at(c[1], c[2]);
    const double ac = matrix_.at(c[0], c[2]);
    return 1 + 2 * ab * bc * ac - ab * ab - bc * bc - ac * ac > kSmallestPivot;
  }

  std::optional<Three> clashing_three() const {
    const auto members = linked();
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        for (std::size_t k = j + 1; k < members.size(); ++k) {
          const Three three{members[i], members[j], members[k]};
          if (!fits(three)) return three;
        }
      }
    }
    return std::nullopt;
  }

  /// The columns up to the failing one that correlations connect with it.
  std::vector<std::size_t> linked() const {
    std::vector<std::size_t> members{failed_};
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t c = 0; c <= failed_; ++c) {
        const bool known = std::find(members.begin(), members.end(), c) != members.end();
        if (!known && matrix_.at(members[i], c) != 0) members.push_back(c);
      }
    }
    std::sort(members.begin(), members.end());
    return members;
  }

  std::vector<std::string> pairs_within(const std::vector<std::size_t>& members) const {
    std::vector<std::string> texts;
    const auto member = [&](std::size_t c) {
      return std::find(members.begin(), members.end(), c) != members.end();
    };
    for (const auto& each : correlations_) {
      if (!member(each.first) || !member(each.second)) continue;
      texts.push_back(fmt::format("{} ~ {} {}", columns_[each.first], columns_[each.second],
                                  base::format_number(each.coefficient)));
    }
    return texts;
  }

  /// What the weakest of three pairs could be beside the other two.
  std::string possible(Three c) const {
    std::array<Three, 3> turns{Three{c[0], c[1], c[2]}, Three{c[1], c[2], c[0]},
                               Three{c[0], c[2], c[1]}};
    const auto& [a, b, third] =
        *std::min_element(turns.begin(), turns.end(), [&](const Three& one, const Three& other) {
          return std::abs(matrix_.at(one[0], one[1])) < std::abs(matrix_.at(other[0], other[1]));
        });
    const double ac = matrix_.at(a, third);
    const double bc = matrix_.at(b, third);
    const double room = math::sqrt((1 - ac * ac) * (1 - bc * bc));
    return fmt::format("beside the other two, {} ~ {} would have to be between {:.3f} and {:.3f}",
                       columns_[a], columns_[b], to_spearman(ac * bc - room),
                       to_spearman(ac * bc + room));
  }

  const std::vector<std::string>& columns_;
  const std::vector<RankCorrelation>& correlations_;
  Matrix matrix_;
  std::size_t failed_;
};

}  // namespace

base::Result<Copula> Copula::make(const std::vector<std::string>& columns,
                                  const std::vector<RankCorrelation>& correlations,
                                  const base::Place& place) {
  auto factor = matrix_of(columns.size(), correlations);
  if (const auto failed = factorize(factor)) {
    return Clash(columns, correlations, *failed).diagnostics(place);
  }
  Copula copula;
  copula.columns_ = columns.size();
  std::vector<bool> used(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Dependent dependent{i, {}};
    for (std::size_t j = 0; j <= i; ++j) {
      if (factor.at(i, j) != 0) dependent.weights.emplace_back(j, factor.at(i, j));
    }
    if (dependent.weights.size() == 1) continue;  // it keeps its value
    for (const auto& [column, weight] : dependent.weights) used[column] = true;
    copula.dependents_.push_back(std::move(dependent));
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) copula.used_.push_back(i);
  }
  return copula;
}

void Copula::apply(double* point) const {
  if (dependents_.empty()) return;
  constexpr double kLowest = 0x1p-54;
  constexpr double kHighest = 1 - 0x1p-53;
  std::vector<double> scores(columns_);
  for (const auto column : used_) scores[column] = math::normal_quantile(point[column]);
  for (const auto& dependent : dependents_) {
    double sum = 0;
    for (const auto& [column, weight] : dependent.weights) sum += weight * scores[column];
    point[dependent.column] = std::clamp(normal_share(sum), kLowest, kHighest);
  }
}

}  // namespace slackwater::ensemble
