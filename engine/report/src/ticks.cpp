#include <algorithm>
#include <array>
#include <cmath>

#include "slackwater/report/chart.hpp"

namespace slackwater::report {
namespace {

std::vector<double> multiples(double low, double high, double step) {
  std::vector<double> ticks;
  // The small part keeps an end that rounding moved out of the range.
  const double slack = step * 1e-9;
  for (double n = std::ceil((low - slack) / step); n * step <= high + slack; ++n) {
    ticks.push_back(n == 0 ? 0 : n * step);
  }
  return ticks;
}

double nice_step(double span, int count) {
  const double rough = span / std::max(count, 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  constexpr std::array<double, 5> kFactors = {1, 2, 2.5, 5, 10};
  for (const double factor : kFactors) {
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

}  // namespace

std::vector<double> nice_ticks(double low, double high, int count) {
  if (!(high > low)) return {low};
  return multiples(low, high, nice_step(high - low, count));
}

std::vector<double> time_ticks(double low, double high, int count, const std::string& unit) {
  struct Calendar {
    const char* unit;
    std::array<double, 7> steps;
  };
  static constexpr std::array<Calendar, 4> kCalendars = {{{"week", {1, 2, 4, 13, 26, 52, 104}},
                                                          {"month", {1, 2, 3, 6, 12, 24, 60}},
                                                          {"day", {1, 7, 14, 28, 91, 182, 364}},
                                                          {"hour", {1, 2, 4, 6, 12, 24, 168}}}};
  if (!(high > low)) return {low};
  const double rough = (high - low) / std::max(count, 1);
  for (const auto& calendar : kCalendars) {
    if (unit != calendar.unit || rough < calendar.steps.front() || rough > calendar.steps.back()) {
      continue;
    }
    for (const double step : calendar.steps) {
      if (step >= rough) return multiples(low, high, step);
    }
  }
  return nice_ticks(low, high, count);
}

}  // namespace slackwater::report
