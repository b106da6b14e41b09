#include <algorithm>
#include <cmath>
#include <numeric>

#include "briefing/parts.hpp"
#include "slackwater/report/chart.hpp"

namespace slackwater::report {
namespace {

constexpr std::size_t kMostPolicies = 6;
constexpr std::size_t kMostFutures = 3;

// Runs that ended early come last.
std::vector<std::size_t> best_first(const results::Comparison& comparison,
                                    const Indicator& indicator, std::size_t future) {
  const bool up = indicator.variable->better != "down";
  std::vector<double> ends(comparison.defaults.policies.labels.size());
  for (const auto& outcome : outcomes(comparison, indicator)) {
    if (outcome.future != future) continue;
    ends[outcome.policy] = std::isnan(outcome.end) ? -INFINITY : up ? outcome.end : -outcome.end;
  }
  std::vector<std::size_t> order(ends.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](auto p) { return ends[p]; });
  return order;
}

std::vector<std::size_t> everything(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

bool Page::shows(std::size_t policy) const {
  return std::ranges::find(policies, policy) != policies.end();
}

std::vector<std::size_t> shown_policies(const results::Comparison& comparison,
                                        const Indicator& indicator) {
  const auto count = comparison.defaults.policies.labels.size();
  if (count <= kMostPolicies) return everything(count);
  const auto baseline = baseline_index(comparison);
  auto order = best_first(comparison, indicator, 0);
  std::erase(order, baseline);
  std::vector<std::size_t> shown = {baseline};
  constexpr std::size_t kOthers = kMostPolicies - 1;
  for (std::size_t k = 0; k < kOthers; ++k) {
    shown.push_back(order[k * (order.size() - 1) / (kOthers - 1)]);
  }
  std::ranges::sort(shown);
  return shown;
}

std::vector<std::size_t> shown_futures(const results::Comparison& comparison,
                                       const Indicator& indicator) {
  const auto count = comparison.defaults.futures.labels.size();
  if (count < kMostFutures) return everything(count);
  const auto baseline = baseline_index(comparison);
  std::vector<double> ends(count);
  for (const auto& outcome : outcomes(comparison, indicator)) {
    if (outcome.policy == baseline) ends[outcome.future] = outcome.end;
  }
  auto others = everything(count);
  others.erase(others.begin());
  std::ranges::stable_sort(others, std::ranges::greater{}, [&](auto f) {
    const double away = std::fabs(ends[f] - ends[0]);
    return std::isnan(away) ? -1.0 : away;
  });
  std::vector<std::size_t> shown = {0, others[0], others[1]};
  std::ranges::sort(shown);
  return shown;
}

std::vector<double> chosen_times(const results::RunTable& table) {
  if (table.time.empty()) return {};
  const double start = table.time.front();
  const double end = table.time.back();
  const auto nearest = [](const std::vector<double>& list, double wanted) {
    return *std::ranges::min_element(list, {}, [&](double t) { return std::fabs(t - wanted); });
  };
  const auto ticks = time_ticks(start, end, 6, table.time_unit);
  const bool several = table.futures.labels.size() > 1;
  std::vector<double> times;
  for (const double part : several ? std::vector{0.2} : std::vector{0.2, 0.5}) {
    times.push_back(nearest(table.time, nearest(ticks, start + part * (end - start))));
  }
  times.push_back(end);
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  if (times.size() > 1 && times.front() == start) times.erase(times.begin());
  return times;
}

}  // namespace slackwater::report
