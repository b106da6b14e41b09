#include "lookup_slopes.hpp"

#include <cmath>

namespace slackwater::model {

std::vector<double> monotone_slopes(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = x.size();
  std::vector<double> slopes(n, 0.0);
  if (n < 2) return slopes;
  std::vector<double> secant(n - 1);
  for (std::size_t i = 0; i + 1 < n; ++i) secant[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  slopes.front() = secant.front();
  slopes.back() = secant.back();
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const bool extreme = secant[i - 1] * secant[i] <= 0;
    slopes[i] = extreme ? 0.0 : (secant[i - 1] + secant[i]) / 2;
  }
  for (std::size_t i = 0; i + 1 < n; ++i) {
    if (secant[i] == 0) {
      slopes[i] = 0;
      slopes[i + 1] = 0;
      continue;
    }
    const double a = slopes[i] / secant[i];
    const double b = slopes[i + 1] / secant[i];
    const double length = a * a + b * b;
    if (length <= 9) continue;
    const double shrink = 3 / std::sqrt(length);
    slopes[i] = shrink * a * secant[i];
    slopes[i + 1] = shrink * b * secant[i];
  }
  return slopes;
}

}  // namespace slackwater::model
