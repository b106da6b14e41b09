/// Defines power(base, exponent), the pow of the model language.
///
/// With an exponent of 0, 1, 2 or 3 it is 1, the base, base * base or base * base * base:
/// within 1.5 ulp, and what most models ask for. Otherwise it is exp(exponent * ln|base|) with the
/// logarithm and the product in double-double.
///
/// The special cases are those of IEEE 754 pow but one: a NaN argument always gives NaN, also in
/// pow(1, NaN) and pow(NaN, 0), so that no equation hides a NaN. pow(x, 0) = 1 otherwise; a
/// negative finite base with an exponent that is not an integer gives NaN; a zero base with a
/// negative exponent is a pole (infinite); odd integer exponents keep the sign.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

/// exponent * ln(size) for a size that is positive and not infinite, |exponent| at most 2^64. The
/// head is the exact product of two halves of 26 bits.
template <class V, bool kNormal = false>
SLACKWATER_MATH_INLINE DoubleDouble<V> log_of_power(VecOf<V> size, VecOf<V> exponent) {
  const DoubleDouble<V> log = loose_log_double<V, kNormal>(size);
  const VecOf<V> log_half = leading_half<V>(log.head);
  const VecOf<V> log_rest = (log.head - log_half) + log.tail;
  const VecOf<V> exponent_half = leading_half<V>(exponent);
  const VecOf<V> exponent_rest = exponent - exponent_half;
  return {exponent_half * log_half, exponent_rest * log_half + exponent * log_rest};
}

/// For every base and exponent. |ln| of a double other than 1 is at least 2^-53: an exponent beyond
/// 2^64 changes nothing, but would overflow.
template <class V>
SLACKWATER_MATH_NOINLINE VecOf<V> power_anywhere(VecOf<V> base, VecOf<V> exponent) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> inf = infinity<V>();
  const VecOf<V> size = V::abs(base);
  const VecOf<V> bounded = V::raw_min(V::raw_max(exponent, V::set(-0x1p+64)), V::set(0x1p+64));
  const DoubleDouble<V> log = log_of_power<V>(size, bounded);
  const MaskOf<V> in_range = V::lt(V::abs(log.head), V::set(1000.0));
  const ExpParts<V> parts =
      exp_parts<V>(clamp_exponent<V>(log.head), V::select(in_range, log.tail, zero));
  VecOf<V> result = rounded_exp_of_rest<V>(fraction_of_power<V>(parts), parts);
  result = scale_by_whole_power<V>(result, parts);

  const MaskOf<V> extreme = V::mask_or(V::eq(size, zero), V::eq(size, inf));
  const VecOf<V> opposite = V::select(V::eq(size, zero), inf, zero);
  result = V::select(extreme, V::select(V::lt(exponent, zero), opposite, size), result);

  const VecOf<V> half = V::set(0.5) * exponent;
  const MaskOf<V> integer = V::eq(V::floor(exponent), exponent);
  const MaskOf<V> odd = V::mask_and(integer, V::ne(V::floor(half), half));
  result = V::select(odd, V::copy_sign(result, base), result);
  const MaskOf<V> negative = V::mask_and(V::lt(base, zero), V::lt(size, inf));
  result = V::select(V::mask_and(negative, V::mask_not(integer)), canonical_nan<V>(), result);
  result = V::select(V::eq(exponent, zero), V::set(1.0), result);
  return V::select(V::either_nan(base, exponent), canonical_nan<V>(), result);
}

/// Whether the exponent is 0, 1, 2 or 3.
template <class V>
SLACKWATER_MATH_INLINE MaskOf<V> is_small_whole(VecOf<V> exponent) {
  return V::mask_and(V::le(V::abs(exponent - V::set(1.5)), V::set(1.5)),
                     V::eq(V::floor(exponent), exponent));
}

/// 1, base, base * base or base * base * base. Where the square is no longer a normal number, the
/// cube is 0 or infinite whatever the square has lost.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> small_whole_power(VecOf<V> base, VecOf<V> exponent) {
  const VecOf<V> square = base * base;
  const VecOf<V> low = V::select(V::lt(exponent, V::set(0.5)), V::set(1.0), base);
  const VecOf<V> high = V::select(V::gt(exponent, V::set(2.5)), square * base, square);
  return nan_if_nan<V>(base, V::select(V::lt(exponent, V::set(1.5)), low, high));
}

/// Nearly all are ordinary: a positive base, a result far from overflow and underflow. Where `any`
/// is true, nobody looks at the result.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> power_by_logarithm(VecOf<V> base, VecOf<V> exponent,
                                                   MaskOf<V> any) {
  const DoubleDouble<V> log = log_of_power<V, true>(base, exponent);
  const MaskOf<V> scales = V::lt(V::abs(log.head), V::set(600.0));
  const MaskOf<V> ordinary = V::mask_and(V::positive_and_normal(base), scales);
  if (V::any(V::mask_not(V::mask_or(any, ordinary)))) [[unlikely]] {
    return power_anywhere<V>(base, exponent);
  }
  const ExpParts<V> parts = exp_parts<V>(log.head, log.tail);
  return rounded_exp_of_rest<V>(sixteenths_power<V>(parts), parts);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> power(VecOf<V> base, VecOf<V> exponent) {
  const MaskOf<V> whole = is_small_whole<V>(exponent);
  VecOf<V> result = base;
  if (V::any(V::mask_not(whole))) {
    result = power_by_logarithm<V>(base, exponent, whole);
    if (!V::any(whole)) return result;
  }
  return V::select(whole, small_whole_power<V>(base, exponent), result);
}

#endif
