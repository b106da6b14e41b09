#include "slackwater/results/quantile_sketch.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace slackwater::results {
namespace {

constexpr int kMantissaBits = 52;
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Integers that order as the values do.
std::uint64_t ordered(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}
double unordered(std::uint64_t integer) {
  return std::bit_cast<double>((integer & kSign) != 0 ? integer ^ kSign : ~integer);
}

std::uint32_t key_of(double value, int precision) {
  return static_cast<std::uint32_t>(ordered(value) >> (kMantissaBits - precision));
}

// The smallest and the largest value of a bin; the bins at the ends reach beyond finite values.
double first_in_bin(std::uint32_t key, int precision) {
  return unordered(std::uint64_t{key} << (kMantissaBits - precision));
}
double last_in_bin(std::uint32_t key, int precision) {
  const auto shift = kMantissaBits - precision;
  return unordered((std::uint64_t{key} << shift) | ((std::uint64_t{1} << shift) - 1));
}

// Neighbours with the same key become one.
void join_equal(std::vector<std::uint32_t>& keys, std::vector<std::uint64_t>& counts) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (kept > 0 && keys[kept - 1] == keys[i]) {
      counts[kept - 1] += counts[i];
    } else {
      keys[kept] = keys[i];
      counts[kept] = counts[i];
      ++kept;
    }
  }
  keys.resize(kept);
  counts.resize(kept);
}

double between(double a, double b, double fraction) {
  if (a == b || fraction == 0) return a;
  if (std::isinf(a) && std::isinf(b)) return fraction < 0.5 ? a : b;
  if (std::isinf(a) || std::isinf(b)) return std::isinf(a) ? a : b;
  return a * (1 - fraction) + b * fraction;  // b - a could overflow
}

}  // namespace

void QuantileSketch::add(const double* first, std::size_t count, std::size_t stride) {
  constexpr std::size_t kBatch = 512;
  std::array<std::uint32_t, kBatch> keys;
  while (count > 0) {
    const auto batch = std::min(count, kBatch);
    std::size_t finite = 0;
    for (std::size_t i = 0; i < batch; ++i, first += stride) {
      const double value = *first;
      if (std::isnan(value)) {
        ++nan_;
      } else if (std::isinf(value)) {
        ++(value < 0 ? negative_infinity_ : positive_infinity_);
      } else {
        const double plain = value == 0 ? 0.0 : value;  // -0 is 0
        const bool only = zero_ == 0 && keys_.empty() && finite == 0;
        lowest_ = only ? plain : std::min(lowest_, plain);
        highest_ = only ? plain : std::max(highest_, plain);
        if (plain == 0) {
          ++zero_;
        } else {
          keys[finite++] = key_of(plain, precision_);
        }
      }
    }
    std::sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(finite));
    static constexpr auto kOnes = [] {
      std::array<std::uint64_t, kBatch> ones{};
      ones.fill(1);
      return ones;
    }();
    merge_bins({keys.data(), finite}, {kOnes.data(), finite});
    count -= batch;
  }
}

void QuantileSketch::merge_bins(std::span<const std::uint32_t> keys,
                                std::span<const std::uint64_t> counts) {
  if (keys.empty()) return;
  std::vector<std::uint32_t> all_keys;
  std::vector<std::uint64_t> all_counts;
  all_keys.reserve(keys_.size() + keys.size());
  all_counts.reserve(keys_.size() + keys.size());
  const auto add = [&](std::uint32_t key, std::uint64_t count) {
    if (!all_keys.empty() && all_keys.back() == key) {
      all_counts.back() += count;
    } else {
      all_keys.push_back(key);
      all_counts.push_back(count);
    }
  };
  std::size_t own = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (; own < keys_.size() && keys_[own] <= keys[i]; ++own) add(keys_[own], counts_[own]);
    add(keys[i], counts[i]);
  }
  for (; own < keys_.size(); ++own) add(keys_[own], counts_[own]);
  keys_.swap(all_keys);
  counts_.swap(all_counts);
  while (keys_.size() > kMostBins) coarsen();
}

void QuantileSketch::coarsen() {
  --precision_;
  for (auto& key : keys_) key >>= 1;
  join_equal(keys_, counts_);
}

void QuantileSketch::merge(const QuantileSketch& other) {
  if (other.zero_ > 0 || !other.keys_.empty()) {
    const bool only = zero_ == 0 && keys_.empty();
    lowest_ = only ? other.lowest_ : std::min(lowest_, other.lowest_);
    highest_ = only ? other.highest_ : std::max(highest_, other.highest_);
  }
  nan_ += other.nan_;
  zero_ += other.zero_;
  negative_infinity_ += other.negative_infinity_;
  positive_infinity_ += other.positive_infinity_;

  while (precision_ > other.precision_) coarsen();
  auto keys = other.keys_;
  auto counts = other.counts_;
  for (auto& key : keys) key >>= other.precision_ - precision_;
  join_equal(keys, counts);
  merge_bins(keys, counts);
}

std::uint64_t QuantileSketch::count() const {
  return std::accumulate(counts_.begin(), counts_.end(),
                         zero_ + negative_infinity_ + positive_infinity_);
}

double QuantileSketch::min() const {
  if (negative_infinity_ > 0) return -std::numeric_limits<double>::infinity();
  if (zero_ > 0 || !keys_.empty()) return lowest_;
  return positive_infinity_ > 0 ? std::numeric_limits<double>::infinity() : kNaN;
}

double QuantileSketch::max() const {
  if (positive_infinity_ > 0) return std::numeric_limits<double>::infinity();
  if (zero_ > 0 || !keys_.empty()) return highest_;
  return negative_infinity_ > 0 ? -std::numeric_limits<double>::infinity() : kNaN;
}

double QuantileSketch::order_statistic(std::uint64_t rank) const {
  if (rank < negative_infinity_) return -std::numeric_limits<double>::infinity();
  rank -= negative_infinity_;
  bool zeros_passed = false;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const double first = first_in_bin(keys_[i], precision_);
    if (!zeros_passed && !std::signbit(first)) {
      if (rank < zero_) return 0;
      rank -= zero_;
      zeros_passed = true;
    }
    if (rank < counts_[i]) {
      const double low = std::fmax(first, lowest_);
      const double high = std::fmin(last_in_bin(keys_[i], precision_), highest_);
      const double part = (static_cast<double>(rank) + 0.5) / static_cast<double>(counts_[i]);
      return low + (high - low) * part;
    }
    rank -= counts_[i];
  }
  if (!zeros_passed && rank < zero_) return 0;
  return std::numeric_limits<double>::infinity();
}

double QuantileSketch::quantile(double p) const {
  const auto n = count();
  if (n == 0 || std::isnan(p)) return kNaN;
  if (p <= 0) return min();
  if (p >= 1) return max();
  const double place = static_cast<double>(n - 1) * p;
  const auto below = static_cast<std::uint64_t>(place);
  const double a = order_statistic(below);
  return below + 1 < n ? between(a, order_statistic(below + 1), place - static_cast<double>(below))
                       : a;
}

double QuantileSketch::error_bound() const {
  return precision_ >= 0 ? std::ldexp(1.0, -precision_) : std::ldexp(1.0, 1 << -precision_) - 1;
}

QuantileSketch::State QuantileSketch::state() const {
  return {precision_, nan_,  zero_,  negative_infinity_, positive_infinity_, lowest_,
          highest_,   keys_, counts_};
}

bool QuantileSketch::restore(const State& state) {
  *this = {};
  const auto& keys = state.keys;
  const bool sound = state.precision >= kLowestPrecision && state.precision <= kHighestPrecision &&
                     keys.size() <= kMostBins && keys.size() == state.counts.size() &&
                     std::ranges::adjacent_find(keys, std::greater_equal<>()) == keys.end() &&
                     std::ranges::find(state.counts, 0u) == state.counts.end() &&
                     (keys.empty() || std::uint64_t{keys.back()} >> (12 + state.precision) == 0) &&
                     std::isfinite(state.lowest) && std::isfinite(state.highest) &&
                     state.lowest <= state.highest;
  if (!sound) return false;
  precision_ = state.precision;
  nan_ = state.nan;
  zero_ = state.zero;
  negative_infinity_ = state.negative_infinity;
  positive_infinity_ = state.positive_infinity;
  lowest_ = state.lowest;
  highest_ = state.highest;
  keys_ = state.keys;
  counts_ = state.counts;
  return true;
}

}  // namespace slackwater::results
