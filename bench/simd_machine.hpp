#pragma once

// One SIMD vector of the machine that compiles it, with our own functions.
#include <hwy/highway.h>

#include "machines.hpp"
#include "slackwater/program/math/highway_functions.hpp"

// A name for each instruction set: files for several of them are linked together.
namespace slackwater::bench::HWY_NAMESPACE {

struct OurFunctions {
  using Policy =
      program::math::HWY_NAMESPACE::HighwayPolicy<hwy::HWY_NAMESPACE::CappedTag<double, 8>>;
  using V = Policy::Vec;
#define SLACKWATER_BENCH_UNARY(name) \
  static V name(V a) { return program::math::HWY_NAMESPACE::name<Policy>(a); }
  SLACKWATER_BENCH_UNARY(exp)
  SLACKWATER_BENCH_UNARY(ln)
  SLACKWATER_BENCH_UNARY(log10)
  SLACKWATER_BENCH_UNARY(sin)
  SLACKWATER_BENCH_UNARY(cos)
  SLACKWATER_BENCH_UNARY(tan)
  SLACKWATER_BENCH_UNARY(asin)
  SLACKWATER_BENCH_UNARY(acos)
  SLACKWATER_BENCH_UNARY(atan)
  SLACKWATER_BENCH_UNARY(tanh)
  SLACKWATER_BENCH_UNARY(logistic)
#undef SLACKWATER_BENCH_UNARY
  static V power(V a, V b) { return program::math::HWY_NAMESPACE::power<Policy>(a, b); }
};

/// Arithmetic on vectors; elementary functions from `Functions`.
template <class Functions>
struct Simd : Functions {
  using Policy = OurFunctions::Policy;
  using V = Policy::Vec;
  static constexpr std::size_t kLanes = Policy::kLanes;

  static V set(double x) { return Policy::set(x); }
  static V load(const double* from) { return Policy::load(from); }
  static void store(V x, double* to) { Policy::store(x, to); }
  static auto is_true(V a) { return Policy::ne(a, set(0)); }
  template <class Mask>
  static V truth(Mask mask) {
    return Policy::select(mask, set(1), set(0));
  }

  static V copy(V a) { return a; }
  static V negate(V a) { return Policy::neg(a); }
  static V logical_not(V a) { return truth(Policy::eq(a, set(0))); }
  static V abs(V a) { return Policy::abs(a); }
  static V sqrt(V a) { return Policy::sqrt(a); }
  static V floor(V a) { return Policy::floor(a); }
  static V round(V a) { return program::math::HWY_NAMESPACE::round<Policy>(a); }
  static V sign(V a) { return program::math::HWY_NAMESPACE::sign<Policy>(a); }

  static V add(V a, V b) { return a + b; }
  static V subtract(V a, V b) { return a - b; }
  static V multiply(V a, V b) { return a * b; }
  static V divide(V a, V b) { return a / b; }
  static V inverse(V b) { return program::math::HWY_NAMESPACE::inverse_of<Policy>(b); }
  static V divide_by_fixed(V a, V b, V inverse) {
    if constexpr (Policy::kFuses) {
      namespace math = program::math::HWY_NAMESPACE;
      const V dividend[] = {a};
      const V quotient[] = {math::fixed_quotient<Policy>(a, b, inverse)};
      if (__builtin_expect(!math::doubtful<Policy, false>(dividend, quotient), 1)) return *quotient;
    }
    return a / b;
  }
  static V minimum(V a, V b) { return Policy::raw_min(a, b); }
  static V maximum(V a, V b) { return Policy::raw_max(a, b); }
  static V less(V a, V b) { return truth(Policy::lt(a, b)); }
  static V less_equal(V a, V b) { return truth(Policy::le(a, b)); }
  static V greater(V a, V b) { return truth(Policy::gt(a, b)); }
  static V greater_equal(V a, V b) { return truth(Policy::ge(a, b)); }
  static V equal(V a, V b) { return truth(Policy::eq(a, b)); }
  static V not_equal(V a, V b) { return truth(Policy::ne(a, b)); }
  static V mod(V a, V b) { return a - b * floor(a / b); }
  static V logical_and(V a, V b) { return truth(Policy::mask_and(is_true(a), is_true(b))); }
  static V logical_or(V a, V b) { return truth(Policy::mask_or(is_true(a), is_true(b))); }
  static V select(V a, V b, V c) { return Policy::select(is_true(a), b, c); }
  static V safe_div(V a, V b, V c) { return Policy::select(is_true(b), a / b, c); }

  static V pulse_train(V a, V b, V c) {
    return each([&](const double* x, const double* y, const double* z,
                    std::size_t i) { return Scalar::pulse_train(x[i], y[i], z[i]); },
                a, b, c);
  }
  static V lookup(V x, const program::Lookup& table) {
    return each([&](const double* a, const double*, const double*,
                    std::size_t i) { return Scalar::lookup(a[i], table); },
                x, x, x);
  }
  static V series(V t, V decide, const program::Series& data) {
    return each([&](const double* a, const double* b, const double*,
                    std::size_t i) { return Scalar::series(a[i], b[i], data); },
                t, decide, t);
  }

 private:
  template <class Do>
  static V each(Do&& act, V a, V b, V c) {
    alignas(64) double x[kLanes], y[kLanes], z[kLanes], result[kLanes];
    store(a, x);
    store(b, y);
    store(c, z);
    for (std::size_t i = 0; i < kLanes; ++i) result[i] = act(x, y, z, i);
    return load(result);
  }
};

}  // namespace slackwater::bench::HWY_NAMESPACE
