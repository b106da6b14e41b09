/// Defines asin, acos and atan.
///
/// asin: up to 1/2, x + x^3 R(x^2) with R of degree 12, minimax for the relative error (2^-59.8);
/// above, asin x = pi/2 - 2 asin(sqrt((1 - x) / 2)), the root kept as head + tail. acos comes from
/// the same two values. atan: t = x, (x - 1) / (x + 1) or -1 / x so that |t| <= tan(pi/8), then t +
/// t^3 A(t^2), A of degree 10 (2^-59.5).
///
/// Source: coefficients by tools/math_coefficients.py inverse_trigonometric.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kAsinTail[] = {
    0x1.5555555555578p-3, 0x1.333333332df1ep-4, 0x1.6db6db722acd2p-5, 0x1.f1c71a8be3ac0p-6,
    0x1.6e8bdfdd99475p-6, 0x1.1c49deb42be3bp-6, 0x1.ca2132387f00ap-7, 0x1.75782a97ce729p-7,
    0x1.6187180362444p-7, 0x1.e194c45860de5p-9, 0x1.64efc94cdbf5bp-6, -0x1.59dbc3d3584cap-6,
    0x1.0bdbc01c71d63p-5};
inline constexpr double kAtanTail[] = {
    -0x1.555555555553dp-2, 0x1.999999999589cp-3, -0x1.24924922af165p-3, 0x1.c71c70e6cdc14p-4,
    -0x1.745cf8f25a2bbp-4, 0x1.3b111a9de1d2cp-4, -0x1.10ebc8d74104ep-4, 0x1.df10312517746p-5,
    -0x1.9cd68ed02eaa8p-5, 0x1.37deb97ac40f9p-5, -0x1.257cd20fb30f6p-6};
inline constexpr double kPi = 0x1.921fb54442d18p+1;
inline constexpr double kPiTail = 0x1.1a62633145c07p-53;

/// asin(a) = head + tail where a <= 1/2; asin(sqrt((1 - a) / 2)) = head + tail where a is larger.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> asin_core(VecOf<V> size, MaskOf<V> large) {
  const VecOf<V> square = V::select(large, V::set(0.5) * (V::set(1.0) - size), size * size);
  const VecOf<V> root = V::sqrt(square);
  const DoubleDouble<V> back = two_product<V>(root, root);
  // What the root lacks, by one Newton step; the tiny addend only matters where the root is 0.
  const VecOf<V> root_tail = ((square - back.head) - back.tail) / (root + root + V::set(0x1p-200));
  const VecOf<V> head = V::select(large, root, size);
  const VecOf<V> tail = V::select(large, root_tail, V::set(0.0));
  return {head, tail + head * (square * polynomial<V>(square, kAsinTail))};
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> nan_outside_one(VecOf<V> size, VecOf<V> result) {
  return V::select(V::le(size, V::set(1.0)), result, canonical_nan<V>());
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> asin(VecOf<V> x) {
  const VecOf<V> size = V::abs(x);
  const MaskOf<V> large = V::gt(size, V::set(0.5));
  const DoubleDouble<V> core = asin_core<V>(size, large);
  const VecOf<V> twice = core.head + core.head;
  const DoubleDouble<V> sum = fast_two_sum<V>(V::set(0.5 * kPi), V::neg(twice));
  const VecOf<V> folded = sum.head + (sum.tail - (core.tail + core.tail - V::set(0.5 * kPiTail)));
  const VecOf<V> result = V::select(large, folded, core.head + core.tail);
  return nan_outside_one<V>(size, V::copy_sign(result, x));
}

/// x in [-1/2, 1/2]: pi/2 - asin x; above: 2 asin(sqrt((1 - x) / 2)); below: pi - 2 asin(sqrt((1 +
/// x) / 2)).
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> acos(VecOf<V> x) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> size = V::abs(x);
  const MaskOf<V> large = V::gt(size, V::set(0.5));
  const MaskOf<V> right = V::mask_and(large, V::gt(x, zero));
  const DoubleDouble<V> core = asin_core<V>(size, large);
  const VecOf<V> factor = V::select(large, V::set(-2.0), V::copy_sign(V::set(-1.0), V::neg(x)));
  const VecOf<V> signed_factor = V::select(right, V::set(2.0), factor);
  const VecOf<V> offset = V::select(right, zero, V::select(large, V::set(kPi), V::set(0.5 * kPi)));
  const VecOf<V> offset_tail =
      V::select(right, zero, V::select(large, V::set(kPiTail), V::set(0.5 * kPiTail)));
  const DoubleDouble<V> sum = fast_two_sum<V>(offset, signed_factor * core.head);
  const VecOf<V> result = sum.head + (sum.tail + (signed_factor * core.tail + offset_tail));
  return nan_outside_one<V>(size, result);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> atan(VecOf<V> x) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> one = V::set(1.0);
  // Beyond 2^60 the result is pi/2 to the last bit, and an infinity would spoil the division.
  const VecOf<V> size = V::raw_min(V::abs(x), V::set(0x1p+60));
  const MaskOf<V> small = V::le(size, V::set(0.4142135623730950));
  const MaskOf<V> large = V::gt(size, V::set(2.4142135623730950));
  const DoubleDouble<V> minus = two_sum<V>(size, V::set(-1.0));
  const DoubleDouble<V> plus = two_sum<V>(size, one);
  const DoubleDouble<V> top = {V::select(small, size, V::select(large, V::set(-1.0), minus.head)),
                               V::select(small, zero, V::select(large, zero, minus.tail))};
  const DoubleDouble<V> bottom = {V::select(small, one, V::select(large, size, plus.head)),
                                  V::select(small, zero, V::select(large, zero, plus.tail))};
  const VecOf<V> offset =
      V::select(small, zero, V::select(large, V::set(0.5 * kPi), V::set(0.25 * kPi)));
  const VecOf<V> offset_tail =
      V::select(small, zero, V::select(large, V::set(0.5 * kPiTail), V::set(0.25 * kPiTail)));
  const DoubleDouble<V> t = divide_double<V>(top, bottom);
  const VecOf<V> square = t.head * t.head;
  const VecOf<V> cubic = t.head * (square * polynomial<V>(square, kAtanTail));
  const DoubleDouble<V> sum = fast_two_sum<V>(offset, t.head);
  const VecOf<V> result = sum.head + (sum.tail + (cubic + (t.tail + offset_tail)));
  return nan_if_nan<V>(x, V::copy_sign(result, x));
}

#endif
