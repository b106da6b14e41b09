#include "normal_share.hpp"

#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::ensemble {
namespace {

namespace math = program::math;

constexpr double kTailBegins = 3;

double density(double x) {
  constexpr double kOneByRootOfTwoPi = 0.3989422804014327;
  return kOneByRootOfTwoPi * math::exp(-0.5 * x * x);
}

// Phi(x) - 1/2 = density(x) (x + x^3/3 + x^5/(3*5) + ...), Abramowitz and Stegun 26.2.11.
double middle_part(double x) {
  double term = x;
  double sum = x;
  for (int k = 3; k < 121; k += 2) {
    term *= x * x / k;
    sum += term;
  }
  return density(x) * sum;
}

// 1 - Phi(x) = density(x) / (x + 1/(x + 2/(x + 3/(x + ...)))), Abramowitz and Stegun 26.2.14.
double upper_tail(double x) {
  double denominator = x;
  for (int k = 80; k > 0; --k) denominator = x + k / denominator;
  return density(x) / denominator;
}

}  // namespace

double normal_share(double x) {
  if (x <= -kTailBegins) return upper_tail(-x);
  if (x >= kTailBegins) return 1 - upper_tail(x);
  return 0.5 + middle_part(x);
}

}  // namespace slackwater::ensemble
