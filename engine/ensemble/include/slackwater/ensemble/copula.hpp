#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "slackwater/base/result.hpp"

namespace slackwater::ensemble {

/// What is asked of two columns of a design: Spearman's rank correlation, between -1 and 1.
struct RankCorrelation {
  std::size_t first = 0;
  std::size_t second = 0;
  double coefficient = 0;
};

/// Correlates the columns of a design row by row, by a Gaussian copula.
///
/// Guarantees: every row alone; the same bits on every machine; each column stays uniform; the
/// first column of a correlated group and all columns without a correlation keep their values, so
/// strata of a Latin hypercube are kept there and only nearly so in the others.
/// Source: Spearman's coefficient of a Gaussian copula is 6/pi asin(rho/2) (Kruskal 1958).
class Copula {
 public:
  /// Refuses (E9023) coefficients that no joint distribution has, and names the pairs that clash.
  ///
  /// Pairs are of different columns and each is given once; what is not given is uncorrelated.
  static base::Result<Copula> make(const std::vector<std::string>& columns,
                                   const std::vector<RankCorrelation>& correlations,
                                   const base::Place& place);

  /// Changes a point of the open unit cube in place; it has as many coordinates as `columns`.
  void apply(double* point) const;

 private:
  /// A column that depends on earlier ones: its row of the Cholesky factor.
  struct Dependent {
    std::size_t column = 0;
    std::vector<std::pair<std::size_t, double>> weights;  ///< the last one is its own
  };
  std::vector<Dependent> dependents_;  ///< columns rise
  std::vector<std::size_t> used_;      ///< whose normal scores are needed
  std::size_t columns_ = 0;
};

}  // namespace slackwater::ensemble
