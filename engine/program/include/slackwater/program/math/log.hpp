/// Defines ln and log10, and the double-double logarithm that pow needs.
///
/// x = 2^k m with m in [sqrt(1/2), sqrt(2)), f = m - 1, s = f / (2 + f): ln m = 2 atanh s = 2 s +
/// s^3 L(s^2). ln evaluates f - (f^2/2 - s (f^2/2 + s^2 L)), which is the same value with f, an
/// exact number, as its leading term; L has degree 6, minimax for the relative error of ln m
/// (2^-59.5).
///
/// log_double looks the middle of m's cell up in log_table.hpp, so that m = (1 + r) / inverse with
/// |r| at most 2^-8 and ln m = ln(1 / inverse) + ln(1 + r). Everything that matters is kept as head
/// + tail, and that without a division: relative error about 2^-68. (A table of inverses in place
/// of a division is Tang's idea, ACM Transactions on Mathematical Software 16 (1990), 378.)
///
/// Source: coefficients by tools/math_coefficients.py log and log_table.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kLogTail[] = {
    0x1.5555555555592p-1, 0x1.999999997ff04p-2, 0x1.24924941e33f8p-2, 0x1.c71c52124bcb0p-3,
    0x1.74663d6babb77p-3, 0x1.39a1da4fa4f12p-3, 0x1.2f045baf21eb5p-3};
/// (ln(1 + r) - r + r^2 / 2) / r^3, minimax for the error relative to r (2^-73).
inline constexpr double kLogCubic[] = {0x1.5555555555557p-2, -0x1.0000000000002p-2,
                                       0x1.999999986f40bp-3, -0x1.5555555427df7p-3,
                                       0x1.249423762ddb6p-3, -0x1.0001b979065e6p-3};
/// ln 2 in two parts; the head has 42 bits, so k * kLn2Head is exact for |k| < 2^11.
inline constexpr double kLn2Head = 0x1.62e42fefa3800p-1;
inline constexpr double kLn2Tail = 0x1.ef35793c76730p-45;
inline constexpr double kLog10E = 0x1.bcb7b1526e50ep-2;
inline constexpr double kLog10ETail = 0x1.95355baaafad3p-57;

inline constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;

template <class V>
struct BinaryParts {
  VecOf<V> exponent;
  VecOf<V> mantissa;  // from the lowest one to less than its double
  BitsOf<V> offset;   // of the mantissa's bits from those of the lowest: at least 0, below 2^52
};

/// For positive finite x, which must be normal with kNormal; anything else gives a value that the
/// callers replace. kLowest: the bits of the lowest mantissa, which is at least 1/2.
template <class V, std::uint64_t kLowest, bool kNormal>
SLACKWATER_MATH_INLINE BinaryParts<V> binary_parts(VecOf<V> x) {
  constexpr std::uint64_t kOne = 0x3ff0000000000000;
  VecOf<V> normal = x;
  VecOf<V> bias = V::set(0x1p+52 + 1023);
  if constexpr (!kNormal) {
    const MaskOf<V> subnormal = V::lt(x, V::set(0x1p-1022));
    normal = V::select(subnormal, x * V::set(0x1p+54), x);
    bias = V::select(subnormal, V::set(0x1p+52 + 1023 + 54), bias);
  }
  const BitsOf<V> shifted = V::add_bits(V::bits(normal), V::set_bits(kOne - kLowest));
  // The biased exponent, put under 2^52, becomes a double without a conversion.
  const BitsOf<V> biased = V::template shift_right<52>(shifted);
  const VecOf<V> with_bias = V::from_bits(V::or_bits(biased, V::set_bits(0x4330000000000000)));
  const BitsOf<V> fraction = V::and_bits(shifted, V::set_bits(0x000fffffffffffff));
  return {with_bias - bias, V::from_bits(V::add_bits(fraction, V::set_bits(kLowest))), fraction};
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
SLACKWATER_MATH_INLINE VecOf<V> ln_of(const BinaryParts<V>& parts) {
  const VecOf<V> f = parts.mantissa - V::set(1.0);
  const VecOf<V> s = f / (V::set(2.0) + f);
  const VecOf<V> z = s * s;
  const VecOf<V> series = z * polynomial<V>(z, kLogTail);
  const VecOf<V> half_square = V::set(0.5) * f * f;
  // k ln 2 + f exactly: it may cancel when k = -1.
  const DoubleDouble<V> sum = fast_two_sum<V>(parts.exponent * V::set(kLn2Head), f);
  const VecOf<V> small =
      s * (half_square + series) + (sum.tail + parts.exponent * V::set(kLn2Tail));
  return sum.head - (half_square - small);
}

template <class V>
SLACKWATER_MATH_NOINLINE VecOf<V> ln_anywhere(VecOf<V> x) {
  return with_log_limits<V>(x, ln_of<V>(binary_parts<V, kRootHalf, false>(x)));
}

template <class V>
SLACKWATER_MATH_INLINE bool ln_is_ordinary(VecOf<V> x) {
  return !V::any(V::mask_not(V::positive_and_normal(x)));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> ln_ordinary(VecOf<V> x) {
  return ln_of<V>(binary_parts<V, kRootHalf, true>(x));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> ln(VecOf<V> x) {
  if (!ln_is_ordinary<V>(x)) [[unlikely]]
    return ln_anywhere<V>(x);
  return ln_ordinary<V>(x);
}

/// m * inverse - 1 exactly, as its leading 26 bits and the rest.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> rest_of_cell(VecOf<V> m, VecOf<V> inverse) {
  const VecOf<V> m_head = V::from_bits(V::and_bits(V::bits(m), V::set_bits(0xffffffffffe00000)));
  const VecOf<V> head = add_exact_product<V>(V::set(-1.0), m_head, inverse);
  const VecOf<V> tail = (m - m_head) * inverse;
  const VecOf<V> leading = leading_half<V>(head + tail);
  return {leading, (head - leading) + tail};
}

/// ln x as head + tail, |tail| at most 2^-17 of head; for positive finite x, which must be normal
/// with kNormal.
template <class V, bool kNormal = false>
SLACKWATER_MATH_INLINE DoubleDouble<V> loose_log_double(VecOf<V> x) {
  const BinaryParts<V> parts = binary_parts<V, kLogFirstCell, kNormal>(x);
  const BitsOf<V> cell = V::template shift_right<45>(parts.offset);
  const DoubleDouble<V> rest = rest_of_cell<V>(parts.mantissa, V::look_up(kLogInverse, cell));
  // Exact, both of them: see kLogOfCell, and 26 bits squared.
  const VecOf<V> whole =
      add_exact_product<V>(V::look_up(kLogOfCell, cell), parts.exponent, V::set(kLn2Head));
  const VecOf<V> half_square = V::set(-0.5) * rest.head * rest.head;
  // ln(1 + r) = r - r^2 / 2 + r^3 C(r), with r = head + tail in the first two terms.
  const VecOf<V> r = rest.head + rest.tail;
  const VecOf<V> crossed = rest.tail * (rest.head + V::set(0.5) * rest.tail);
  const VecOf<V> cubic = (r * r) * (r * polynomial<V>(r, kLogCubic));
  const DoubleDouble<V> linear = fast_two_sum<V>(whole, rest.head);
  const DoubleDouble<V> square = fast_two_sum<V>(linear.head, half_square);
  const VecOf<V> of_cell = parts.exponent * V::set(kLn2Tail) + V::look_up(kLogOfCellTail, cell);
  const VecOf<V> small = (rest.tail - crossed) + cubic;
  return {square.head, (of_cell + linear.tail) + (square.tail + small)};
}

/// ln x as head + tail, |tail| at most half an ulp of head.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> log_double(VecOf<V> x) {
  const DoubleDouble<V> loose = loose_log_double<V>(x);
  return fast_two_sum<V>(loose.head, loose.tail);
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
