#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "slackwater/program/scalar_operators.hpp"

/// What a number is in generated code: one double, in plain C++ with the C library's functions.
namespace slackwater::bench {

struct Scalar {
  using V = double;
  static constexpr std::size_t kLanes = 1;

  static double set(double x) { return x; }
  static double load(const double* from) { return *from; }
  static void store(double x, double* to) { *to = x; }

  static double copy(double a) { return a; }
  static double negate(double a) { return -a; }
  static double logical_not(double a) { return a == 0 ? 1 : 0; }
  static double abs(double a) { return std::fabs(a); }
  static double sqrt(double a) { return std::sqrt(a); }
  static double exp(double a) { return std::exp(a); }
  static double ln(double a) { return std::log(a); }
  static double log10(double a) { return std::log10(a); }
  static double sin(double a) { return std::sin(a); }
  static double cos(double a) { return std::cos(a); }
  static double tan(double a) { return std::tan(a); }
  static double asin(double a) { return std::asin(a); }
  static double acos(double a) { return std::acos(a); }
  static double atan(double a) { return std::atan(a); }
  static double tanh(double a) { return std::tanh(a); }
  static double logistic(double a) { return 1 / (1 + std::exp(-a)); }
  static double floor(double a) { return std::floor(a); }
  static double round(double a) { return std::round(a); }
  static double sign(double a) { return a > 0 ? 1 : a < 0 ? -1 : 0; }

  static double add(double a, double b) { return a + b; }
  static double subtract(double a, double b) { return a - b; }
  static double multiply(double a, double b) { return a * b; }
  static double divide(double a, double b) { return a / b; }
  static double inverse(double b) { return 1 / b; }
  static double divide_by_fixed(double a, double b, double) { return a / b; }
  static double minimum(double a, double b) { return a < b ? a : b; }
  static double maximum(double a, double b) { return a > b ? a : b; }
  static double less(double a, double b) { return a < b ? 1 : 0; }
  static double less_equal(double a, double b) { return a <= b ? 1 : 0; }
  static double greater(double a, double b) { return a > b ? 1 : 0; }
  static double greater_equal(double a, double b) { return a >= b ? 1 : 0; }
  static double equal(double a, double b) { return a == b ? 1 : 0; }
  static double not_equal(double a, double b) { return a != b ? 1 : 0; }
  static double power(double a, double b) { return std::pow(a, b); }
  static double mod(double a, double b) { return a - b * std::floor(a / b); }
  static double logical_and(double a, double b) { return a != 0 && b != 0 ? 1 : 0; }
  static double logical_or(double a, double b) { return a != 0 || b != 0 ? 1 : 0; }
  static double select(double a, double b, double c) { return a != 0 ? b : c; }
  static double safe_div(double a, double b, double c) { return b != 0 ? a / b : c; }
  static double pulse_train(double a, double b, double c) {
    return program::scalar::pulse_train(a, b, c);
  }
  static double lookup(double x, const program::Lookup& table) {
    return program::scalar::lookup_value(table, x);
  }
  static double series(double t, double decide, const program::Series& series) {
    return program::scalar::series_value(series, t, decide);
  }
};

}  // namespace slackwater::bench
