/// Defines exp and logistic.
///
/// exp: x = k ln 2 + r with |r| <= ln(2) / 2; exp(r) = 1 + r + r^2 q(r), q of degree 9 with q(0) =
/// 1/2 exactly, minimax for the absolute error of exp(r) (2^-57.2). 1 + r is kept exactly as two
/// numbers, so the result is within 0.8 ulp.
/// logistic: 1 / (1 + e) or e / (1 + e) with e = exp(-|x|) kept as head + tail and a corrected
/// division.
///
/// Source: coefficients by tools/math_coefficients.py exp.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kExpTail[] = {
    0x1.0000000000000p-1,  0x1.555555555555cp-3,  0x1.5555555552fe7p-5,  0x1.111111110e9eap-7,
    0x1.6c16c17d63815p-10, 0x1.a01a01b44e2d7p-13, 0x1.a019a9512519fp-16, 0x1.71ddee575f4c0p-19,
    0x1.28a14e2e1cea3p-22, 0x1.af6eb38730798p-26};

inline constexpr double kLog2E = 0x1.71547652b82fep+0;
/// ln 2 in two parts; the head has 42 bits, so k * kLn2Head is exact for |k| < 2^11.
inline constexpr double kLn2Head = 0x1.62e42fefa3800p-1;
inline constexpr double kLn2Tail = 0x1.ef35793c76730p-45;

/// exp(x) = 2^k (head + tail); shifted_k holds k in its low bits.
template <class V>
struct ExpParts {
  BitsOf<V> shifted_k;
  VecOf<V> rest;      // r
  VecOf<V> rest_exp;  // exp(r) - 1 - r
};

/// x must lie within +-1100; x_tail is a small addition to it.
template <class V>
SLACKWATER_MATH_INLINE ExpParts<V> exp_parts(VecOf<V> x, VecOf<V> x_tail) {
  const VecOf<V> shifted = x * V::set(kLog2E) + V::set(kRoundingShift);
  const VecOf<V> k = shifted - V::set(kRoundingShift);
  const VecOf<V> head = x - k * V::set(kLn2Head);
  const VecOf<V> tail = x_tail - k * V::set(kLn2Tail);
  const VecOf<V> r = head + tail;
  const VecOf<V> lost = (head - r) + tail;
  const VecOf<V> r2 = r * r;
  return {V::bits(shifted), r, r2 * polynomial<V>(r, kExpTail) + (lost + lost * r)};
}

/// exp(r) as head + tail, |tail| at most half an ulp of head.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> exp_of_rest(const ExpParts<V>& parts) {
  const DoubleDouble<V> sum = fast_two_sum<V>(V::set(1.0), parts.rest);
  return fast_two_sum<V>(sum.head, sum.tail + parts.rest_exp);
}

/// x * 2^k in two exact steps and one that rounds if the result is subnormal; k within -1100 and
/// 1100.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> scale_by_two_to(VecOf<V> x, BitsOf<V> shifted_k) {
  const BitsOf<V> sum = V::and_bits(V::add_bits(shifted_k, V::set_bits(2046)), V::set_bits(0xfff));
  const BitsOf<V> first = V::template shift_right<1>(sum);
  const BitsOf<V> second = V::sub_bits(sum, first);
  return x * V::from_bits(V::template shift_left<52>(first)) *
         V::from_bits(V::template shift_left<52>(second));
}

/// Beyond these exp overflows, or is less than half of the least subnormal.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> clamp_exponent(VecOf<V> x) {
  return V::raw_min(V::raw_max(x, V::set(-746.0)), V::set(710.0));
}

/// Whether 2^k is neither subnormal nor infinite for every lane; false for a NaN.
template <class V>
SLACKWATER_MATH_INLINE bool scales_in_one_step(VecOf<V> x) {
  return !V::any(V::mask_not(V::lt(V::abs(x), V::set(700.0))));
}

/// exp(r), rounded.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> rounded_exp_of_rest(const ExpParts<V>& parts) {
  const DoubleDouble<V> sum = fast_two_sum<V>(V::set(1.0), parts.rest);
  return sum.head + (sum.tail + parts.rest_exp);
}

/// x * 2^k by the exponent alone; only where x, not 0, and the result are normal numbers.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> add_to_exponent(VecOf<V> x, BitsOf<V> shifted_k) {
  return V::from_bits(V::add_bits(V::bits(x), V::template shift_left<52>(shifted_k)));
}

template <class V>
SLACKWATER_MATH_NOINLINE VecOf<V> exp_anywhere(VecOf<V> x) {
  const ExpParts<V> parts = exp_parts<V>(clamp_exponent<V>(x), V::set(0.0));
  const VecOf<V> result = scale_by_two_to<V>(rounded_exp_of_rest<V>(parts), parts.shifted_k);
  return nan_if_nan<V>(x, result);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> exp(VecOf<V> x) {
  if (!scales_in_one_step<V>(x)) return exp_anywhere<V>(x);
  const ExpParts<V> parts = exp_parts<V>(x, V::set(0.0));
  return add_to_exponent<V>(rounded_exp_of_rest<V>(parts), parts.shifted_k);
}

/// 1 / (1 + e) or e / (1 + e) with e = exp(-|x|) as head + tail.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logistic_of(VecOf<V> x, VecOf<V> e, VecOf<V> e_tail) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> one = V::set(1.0);
  const DoubleDouble<V> sum = fast_two_sum<V>(one, e);
  const MaskOf<V> negative = V::lt(x, zero);
  const DoubleDouble<V> quotient =
      divide_double<V>({V::select(negative, e, one), V::select(negative, e_tail, zero)},
                       {sum.head, sum.tail + e_tail});
  // Far to the left 1 + e is 1, and the division would lose the subnormal results.
  return V::select(V::lt(x, V::set(-40.0)), e, quotient.head + quotient.tail);
}

template <class V>
SLACKWATER_MATH_NOINLINE VecOf<V> logistic_anywhere(VecOf<V> x) {
  const ExpParts<V> parts = exp_parts<V>(clamp_exponent<V>(V::neg(V::abs(x))), V::set(0.0));
  const DoubleDouble<V> rest = exp_of_rest<V>(parts);
  const VecOf<V> e = scale_by_two_to<V>(rest.head, parts.shifted_k);
  const VecOf<V> e_tail = scale_by_two_to<V>(rest.tail, parts.shifted_k);
  return nan_if_nan<V>(x, logistic_of<V>(x, e, e_tail));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logistic(VecOf<V> x) {
  if (!scales_in_one_step<V>(x)) return logistic_anywhere<V>(x);
  const ExpParts<V> parts = exp_parts<V>(V::neg(V::abs(x)), V::set(0.0));
  const DoubleDouble<V> rest = exp_of_rest<V>(parts);
  const VecOf<V> power = add_to_exponent<V>(V::set(1.0), parts.shifted_k);
  return logistic_of<V>(x, rest.head * power, rest.tail * power);
}

#endif
