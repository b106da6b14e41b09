/// Defines power(base, exponent), the pow of the model language.
///
/// It is exp(exponent * ln|base|) with the logarithm and the product in double-double.
///
/// The special cases are those of IEEE 754 pow but one: a NaN argument always gives NaN, also in
/// pow(1, NaN) and pow(NaN, 0), so that no equation hides a NaN. pow(x, 0) = 1 otherwise; a
/// negative finite base with an exponent that is not an integer gives NaN; a zero base with a
/// negative exponent is a pole (infinite); odd integer exponents keep the sign.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

/// size^exponent for an ordinary size: positive, not infinite.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> power_of_size(VecOf<V> size, VecOf<V> exponent) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> one = V::set(1.0);
  // |ln| of a double other than 1 is at least 2^-53: a larger exponent changes nothing, but would
  // overflow.
  const VecOf<V> bounded = V::raw_min(V::raw_max(exponent, V::set(-0x1p+64)), V::set(0x1p+64));
  const DoubleDouble<V> log = log_double<V>(size);
  const DoubleDouble<V> product = two_product<V>(bounded, log.head);
  const VecOf<V> tail = product.tail + bounded * log.tail;
  const MaskOf<V> in_range = V::lt(V::abs(product.head), V::set(1000.0));
  const ExpParts<V> parts =
      exp_parts<V>(clamp_exponent<V>(product.head), V::select(in_range, tail, zero));
  const DoubleDouble<V> sum = fast_two_sum<V>(one, parts.rest);
  return scale_by_two_to<V>(sum.head + (sum.tail + parts.rest_exp), parts.shifted_k);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> power(VecOf<V> base, VecOf<V> exponent) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> one = V::set(1.0);
  const VecOf<V> inf = infinity<V>();
  const VecOf<V> size = V::abs(base);
  VecOf<V> result = power_of_size<V>(size, exponent);

  const MaskOf<V> extreme = V::mask_or(V::eq(size, zero), V::eq(size, inf));
  const VecOf<V> opposite = V::select(V::eq(size, zero), inf, zero);
  result = V::select(extreme, V::select(V::lt(exponent, zero), opposite, size), result);

  const VecOf<V> half = V::set(0.5) * exponent;
  const MaskOf<V> integer = V::eq(V::floor(exponent), exponent);
  const MaskOf<V> odd = V::mask_and(integer, V::ne(V::floor(half), half));
  result = V::select(odd, V::copy_sign(result, base), result);
  const MaskOf<V> negative = V::mask_and(V::lt(base, zero), V::lt(size, inf));
  result = V::select(V::mask_and(negative, V::mask_not(integer)), canonical_nan<V>(), result);
  result = V::select(V::eq(exponent, zero), one, result);
  return V::select(either_nan<V>(base, exponent), canonical_nan<V>(), result);
}

#endif
