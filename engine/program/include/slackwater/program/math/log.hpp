/// Defines ln and log10, and the double-double logarithm that pow needs.
///
/// x = 2^k m with m in [sqrt(1/2), sqrt(2)), f = m - 1, s = f / (2 + f): ln m = 2 atanh s = 2 s +
/// s^3 L(s^2). ln evaluates f - (f^2/2 - s (f^2/2 + s^2 L)), which is the same value with f, an
/// exact number, as its leading term; L has degree 6, minimax for the relative error of ln m
/// (2^-59.5). log_double keeps every term that matters as head + tail: relative error about 2^-64.
///
/// Source: coefficients by tools/math_coefficients.py log.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kLogTail[] = {
    0x1.5555555555592p-1, 0x1.999999997ff04p-2, 0x1.24924941e33f8p-2, 0x1.c71c52124bcb0p-3,
    0x1.74663d6babb77p-3, 0x1.39a1da4fa4f12p-3, 0x1.2f045baf21eb5p-3};
/// The same series after its leading 2/3, one degree longer (2^-73.5).
inline constexpr double kLogDoubleTail[] = {
    0x1.9999999999996p-2, 0x1.2492492492f51p-2, 0x1.c71c71c5968bcp-3, 0x1.745d18295a6e0p-3,
    0x1.3b1364c7bbb0dp-3, 0x1.11206f7ae3218p-3, 0x1.de3d6215ac14ap-4, 0x1.eac6476effd4ap-4};
inline constexpr double kTwoThirds = 0x1.5555555555555p-1;
inline constexpr double kTwoThirdsTail = 0x1.5555555555555p-55;
inline constexpr double kLog10E = 0x1.bcb7b1526e50ep-2;
inline constexpr double kLog10ETail = 0x1.95355baaafad3p-57;

template <class V>
struct BinaryParts {
  VecOf<V> exponent;
  VecOf<V> mantissa;  // in [sqrt(1/2), sqrt(2))
};

/// For positive finite x; anything else gives a value that the callers replace.
template <class V>
SLACKWATER_MATH_INLINE BinaryParts<V> binary_parts(VecOf<V> x) {
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;
  constexpr std::uint64_t kOne = 0x3ff0000000000000;
  const MaskOf<V> subnormal = V::lt(x, V::set(0x1p-1022));
  const VecOf<V> normal = V::select(subnormal, x * V::set(0x1p+54), x);
  const BitsOf<V> shifted = V::add_bits(V::bits(normal), V::set_bits(kOne - kRootHalf));
  // The biased exponent, put under 2^52, becomes a double without a conversion.
  const BitsOf<V> biased = V::template shift_right<52>(shifted);
  const VecOf<V> with_bias = V::from_bits(V::or_bits(biased, V::set_bits(0x4330000000000000)));
  const VecOf<V> bias = V::select(subnormal, V::set(0x1p+52 + 1023 + 54), V::set(0x1p+52 + 1023));
  const BitsOf<V> fraction = V::and_bits(shifted, V::set_bits(0x000fffffffffffff));
  return {with_bias - bias, V::from_bits(V::add_bits(fraction, V::set_bits(kRootHalf)))};
}

/// result for positive finite x, and the limits elsewhere: ln(+-0) = -Inf, ln(Inf) = Inf, negative
/// or NaN: NaN.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> with_log_limits(VecOf<V> x, VecOf<V> result) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> inf = infinity<V>();
  const VecOf<V> upper = V::select(V::lt(x, inf), result, inf);
  const VecOf<V> lower = V::select(V::eq(x, zero), V::neg(inf), canonical_nan<V>());
  return V::select(V::gt(x, zero), upper, lower);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> ln(VecOf<V> x) {
  const BinaryParts<V> parts = binary_parts<V>(x);
  const VecOf<V> f = parts.mantissa - V::set(1.0);
  const VecOf<V> s = f / (V::set(2.0) + f);
  const VecOf<V> z = s * s;
  const VecOf<V> series = z * polynomial<V>(z, kLogTail);
  const VecOf<V> half_square = V::set(0.5) * f * f;
  // k ln 2 + f exactly: it may cancel when k = -1.
  const DoubleDouble<V> sum = fast_two_sum<V>(parts.exponent * V::set(kLn2Head), f);
  const VecOf<V> small =
      s * (half_square + series) + (sum.tail + parts.exponent * V::set(kLn2Tail));
  return with_log_limits<V>(x, sum.head - (half_square - small));
}

/// ln x as head + tail, for positive finite x.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> log_double(VecOf<V> x) {
  const BinaryParts<V> parts = binary_parts<V>(x);
  const VecOf<V> one = V::set(1.0);
  const VecOf<V> m = parts.mantissa;
  const VecOf<V> m_plus = m + one;
  const DoubleDouble<V> s = divide_double<V>({m - one, V::set(0.0)}, {m_plus, m - (m_plus - one)});
  DoubleDouble<V> z = two_product<V>(s.head, s.head);
  z.tail = z.tail + V::set(2.0) * s.head * s.tail;
  const DoubleDouble<V> series = fast_two_sum<V>(
      V::set(kTwoThirds), V::set(kTwoThirdsTail) + z.head * polynomial<V>(z.head, kLogDoubleTail));
  DoubleDouble<V> cube = two_product<V>(s.head, z.head);
  cube.tail = cube.tail + (s.head * z.tail + s.tail * z.head);
  DoubleDouble<V> last = two_product<V>(cube.head, series.head);
  last.tail = last.tail + (cube.head * series.tail + cube.tail * series.head);
  const DoubleDouble<V> log_m = fast_two_sum<V>(s.head + s.head, last.head);
  const VecOf<V> log_m_tail = log_m.tail + (last.tail + (s.tail + s.tail));
  const DoubleDouble<V> sum = fast_two_sum<V>(parts.exponent * V::set(kLn2Head), log_m.head);
  return fast_two_sum<V>(sum.head, sum.tail + (log_m_tail + parts.exponent * V::set(kLn2Tail)));
}

/// Exact at powers of ten, because the error before the last rounding is far below half an ulp.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> log10(VecOf<V> x) {
  const DoubleDouble<V> natural = log_double<V>(x);
  const DoubleDouble<V> product = two_product<V>(natural.head, V::set(kLog10E));
  const VecOf<V> tail =
      product.tail + (natural.head * V::set(kLog10ETail) + natural.tail * V::set(kLog10E));
  return with_log_limits<V>(x, product.head + tail);
}

#endif
