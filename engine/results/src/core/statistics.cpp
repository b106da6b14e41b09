#include "slackwater/results/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace slackwater::results {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Neumaier's compensated sum: the result does not depend on how many small terms follow a large
// one.
struct CompensatedSum {
  double sum = 0;
  double lost = 0;

  void add(double value) {
    const double next = sum + value;
    lost += std::fabs(sum) >= std::fabs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  double total() const { return std::isfinite(sum) ? sum + lost : sum; }
};

std::vector<double> sorted_numbers(std::span<const double> values) {
  std::vector<double> numbers;
  numbers.reserve(values.size());
  for (const double value : values) {
    if (!std::isnan(value)) numbers.push_back(value);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

double quantile_of_sorted(const std::vector<double>& numbers, double p) {
  if (numbers.empty()) return kNaN;
  const double place = std::clamp(p, 0.0, 1.0) * static_cast<double>(numbers.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(below);
  // Without a part the neighbour must not be touched: it may be infinite.
  if (part == 0 || below + 1 == numbers.size()) return numbers[below];
  return numbers[below] + part * (numbers[below + 1] - numbers[below]);
}

}  // namespace

double mean(std::span<const double> values) {
  CompensatedSum sum;
  std::size_t count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum.add(value);
    ++count;
  }
  return count == 0 ? kNaN : sum.total() / static_cast<double>(count);
}

double standard_deviation(std::span<const double> values) {
  const double center = mean(values);
  CompensatedSum squares;
  std::size_t count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    squares.add((value - center) * (value - center));
    ++count;
  }
  return count < 2 ? kNaN : std::sqrt(squares.total() / static_cast<double>(count - 1));
}

double quantile(std::span<const double> values, double p) {
  return quantile_of_sorted(sorted_numbers(values), p);
}

Interval wilson_interval(std::size_t successes, std::size_t trials, double z) {
  if (trials == 0) return {};
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  const double squared = z * z;
  const double center = share + squared / (2 * n);
  const double half = z * std::sqrt(share * (1 - share) / n + squared / (4 * n * n));
  const double scale = 1 + squared / n;
  // The ends are exactly 0 and 1 when nothing or everything succeeded; rounding must not hide that.
  const double low = successes == 0 ? 0 : std::max(0.0, (center - half) / scale);
  const double high = successes == trials ? 1 : std::min(1.0, (center + half) / scale);
  return {low, high};
}

Band band(const RunTable& table, const SavedVariable& variable, std::size_t element,
          std::size_t policy, std::size_t future, double low, double high) {
  Band result;
  std::vector<double> column(table.samples);
  for (std::size_t point = 0; point < table.time.size(); ++point) {
    for (std::size_t sample = 0; sample < table.samples; ++sample) {
      const auto run = table.run_index(policy, future, sample);
      column[sample] = table.series(variable, run, element)[point];
    }
    const auto numbers = sorted_numbers(column);
    result.low.push_back(quantile_of_sorted(numbers, low));
    result.median.push_back(quantile_of_sorted(numbers, 0.5));
    result.high.push_back(quantile_of_sorted(numbers, high));
  }
  return result;
}

std::optional<Moment> worst_dip(std::span<const double> time, std::span<const double> series,
                                std::span<const double> against, bool up_is_better, double until) {
  std::optional<Moment> worst;
  double worst_gain = 0;
  for (std::size_t i = 0; i < time.size() && time[i] <= until; ++i) {
    const double difference = series[i] - against[i];
    const double gain = up_is_better ? difference : -difference;
    if (gain < worst_gain) {
      worst_gain = gain;
      worst = Moment{time[i], difference};
    }
  }
  return worst;
}

std::optional<double> accumulated_break_even(std::span<const double> time,
                                             std::span<const double> series,
                                             std::span<const double> against, bool up_is_better) {
  const double sign = up_is_better ? 1 : -1;
  CompensatedSum sum;
  bool was_behind = false;
  std::optional<double> made_up;
  for (std::size_t i = 1; i < time.size(); ++i) {
    const double left = sign * (series[i - 1] - against[i - 1]);
    const double right = sign * (series[i] - against[i]);
    if (std::isnan(left) || std::isnan(right)) break;
    const double width = time[i] - time[i - 1];
    sum.add(0.5 * (left + right) * width);
    const double after = sum.total();
    if (after < 0) {
      was_behind = true;
      made_up.reset();
    } else if (!made_up) {
      made_up = time[i];
    }
  }
  return was_behind ? made_up : std::nullopt;
}

std::optional<double> ahead_from(std::span<const double> time, std::span<const double> series,
                                 std::span<const double> against, bool up_is_better) {
  bool was_behind = false;
  std::optional<double> from;
  for (std::size_t i = 0; i < time.size(); ++i) {
    const double difference = series[i] - against[i];
    if (std::isnan(difference)) break;
    const bool behind = up_is_better ? difference < 0 : difference > 0;
    if (behind) {
      was_behind = true;
      from.reset();
    } else if (!from) {
      from = time[i];
    }
  }
  return was_behind ? from : std::nullopt;
}

double value_at(std::span<const double> time, std::span<const double> series, double at) {
  if (time.empty() || !(at >= time.front()) || !(at <= time.back())) return kNaN;
  const auto right =
      static_cast<std::size_t>(std::lower_bound(time.begin(), time.end(), at) - time.begin());
  if (time[right] == at || right == 0) return series[right];
  const double part = (at - time[right - 1]) / (time[right] - time[right - 1]);
  return series[right - 1] + part * (series[right] - series[right - 1]);
}

}  // namespace slackwater::results
