#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "slackwater/base/result.hpp"

namespace slackwater::ensemble {

/// A distribution as named numbers: what a model or a scenario writes, in the parameter's unit.
struct Distribution {
  std::string family;  ///< uniform, log_uniform, normal, lognormal, triangular
  std::vector<std::pair<std::string, double>> arguments;
};

/// A distribution that is ready to draw from, by the inverse of its distribution function.
///
/// Guarantees: the same bits on every machine (own elementary functions, no C library).
class Quantile {
 public:
  /// Refuses unknown families and arguments without meaning (low >= high, a negative spread, p95 <=
  /// median).
  ///
  /// `place` is where messages point. Families: uniform(low, high); log_uniform(low, high);
  /// normal(mean, deviation[, low, high]); lognormal(median, p95[, low, high]);
  /// triangular(low, mode, high). low and high of normal and lognormal truncate, by rescaling u.
  static base::Result<Quantile> make(const Distribution& distribution, const base::Place& place);

  /// The value below which a share `u` of the draws falls; u in (0, 1).
  double operator()(double u) const;

  /// Between these all draws fall; infinite where nothing bounds them.
  double lowest() const { return lowest_; }
  double highest() const { return highest_; }

  /// How a distribution reaches beyond a range.
  struct Outside {
    bool bounded = false;  ///< its ends are numbers that somebody wrote
    double share = 0;      ///< of the draws
  };
  /// Nothing when it stays between `low` and `high`, or leaves them with a tail of less than one
  /// draw in ten thousand.
  std::optional<Outside> outside(double low, double high) const;

 private:
  double share_below(double value) const;

  enum class Family { uniform, log_uniform, normal, lognormal, triangular };
  Family family_ = Family::uniform;
  double a_ = 0, b_ = 1, c_ = 0;   // low/mean/ln(median), high/sd/sigma, mode
  double u_low_ = 0, u_high_ = 1;  // the part of (0, 1) that truncation leaves
  double lowest_ = -std::numeric_limits<double>::infinity();
  double highest_ = std::numeric_limits<double>::infinity();
};

}  // namespace slackwater::ensemble
