#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace slackwater::results {

/// Quantiles of any number of values in bounded memory; merging is exact.
///
/// A value's bin is the top bits of its binary64: sign, exponent and `precision` bits of the
/// mantissa. While more than kMostBins bins are occupied, the precision is lowered by one, which
/// joins bins in pairs. So the state depends on the values alone: any order and any grouping of
/// additions and merges gives the same bins, counts and quantiles. A negative precision joins
/// neighbouring powers of two. NaN is counted apart and takes no part; zero and the infinities have
/// counts of their own.
///
/// Guarantees: at most kMostBins bins; count, min and max are exact; quantile() is within
/// error_bound().
class QuantileSketch {
 public:
  static constexpr std::size_t kMostBins = 256;
  static constexpr int kHighestPrecision = 20;  ///< one part in a million
  static constexpr int kLowestPrecision = -4;   ///< then all binary64 values have kMostBins bins

  void add(double value) { add(std::span<const double>(&value, 1)); }
  void add(std::span<const double> values) { add(values.data(), values.size(), 1); }
  /// `count` values, `stride` apart. Much faster than one at a time.
  void add(const double* first, std::size_t count, std::size_t stride);
  void merge(const QuantileSketch& other);

  /// Values that are not NaN.
  std::uint64_t count() const;
  std::uint64_t nan_count() const { return nan_; }
  double min() const;  ///< NaN without values
  double max() const;

  /// The p-quantile, 0 <= p <= 1 (type 7, as statistics.hpp); NaN without values.
  ///
  /// Values are taken as spread evenly over their bin, and never beyond min and max.
  double quantile(double p) const;
  /// Mantissa bits that tell bins apart.
  int precision() const { return precision_; }
  /// How far quantile() may be from that of the values themselves, relative to the larger of the
  /// two order statistics it lies between: 2^-precision, as long as precision >= 0 and these are
  /// normal numbers.
  double error_bound() const;

  /// What the sketch consists of, for a file.
  struct State {
    int precision = kHighestPrecision;
    std::uint64_t nan = 0;
    std::uint64_t zero = 0;
    std::uint64_t negative_infinity = 0;
    std::uint64_t positive_infinity = 0;
    double lowest = 0;  ///< of the finite values; 0 when there are none
    double highest = 0;
    std::vector<std::uint32_t> keys;  ///< of the occupied bins, rising; see bin_lower_edge()
    std::vector<std::uint64_t> counts;
    friend bool operator==(const State&, const State&) = default;
  };
  State state() const;
  /// False when the state is none that values can lead to; the sketch is empty then.
  bool restore(const State& state);

  friend bool operator==(const QuantileSketch&, const QuantileSketch&) = default;

 private:
  void coarsen();
  void merge_bins(std::span<const std::uint32_t> keys, std::span<const std::uint64_t> counts);
  double order_statistic(std::uint64_t rank) const;

  int precision_ = kHighestPrecision;
  std::uint64_t nan_ = 0;
  std::uint64_t zero_ = 0;
  std::uint64_t negative_infinity_ = 0;
  std::uint64_t positive_infinity_ = 0;
  double lowest_ = 0;
  double highest_ = 0;
  std::vector<std::uint32_t> keys_;  // rising
  std::vector<std::uint64_t> counts_;
};

}  // namespace slackwater::results
