#include "slackwater/program/math/scalar_functions.hpp"

#include "slackwater/program/math/generic_functions.hpp"

namespace slackwater::program::math {

using V = ScalarPolicy;

double exp(double x) { return generic::exp<V>(x); }
double ln(double x) { return generic::ln<V>(x); }
double log10(double x) { return generic::log10<V>(x); }
double pow(double base, double exponent) { return generic::power<V>(base, exponent); }
double logistic(double x) { return generic::logistic<V>(x); }
double tanh(double x) { return generic::tanh<V>(x); }
double sin(double x) { return generic::sin<V>(x); }
double cos(double x) { return generic::cos<V>(x); }
double tan(double x) { return generic::tan<V>(x); }
double asin(double x) { return generic::asin<V>(x); }
double acos(double x) { return generic::acos<V>(x); }
double atan(double x) { return generic::atan<V>(x); }
double normal_quantile(double probability) { return generic::normal_quantile<V>(probability); }
double sqrt(double x) { return generic::sqrt<V>(x); }

double floor(double x) { return generic::floor<V>(x); }
double round(double x) { return generic::round<V>(x); }
double mod(double dividend, double divisor) { return generic::mod<V>(dividend, divisor); }
double sign(double x) { return generic::sign<V>(x); }
double abs(double x) { return generic::abs<V>(x); }
double min(double a, double b) { return generic::minimum<V>(a, b); }
double max(double a, double b) { return generic::maximum<V>(a, b); }
double clip(double x, double lowest, double highest) {
  return generic::clip<V>(x, lowest, highest);
}
double safe_div(double dividend, double divisor, double otherwise) {
  return generic::safe_div<V>(dividend, divisor, otherwise);
}

}  // namespace slackwater::program::math
