/// Defines logistic: 1 / (1 + e) or e / (1 + e) with e = exp(-|x|) kept as head + tail and a
/// corrected division; within 0.56 ulp.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

/// 1 / (1 + e) or e / (1 + e) with e = exp(-|x|) as head + tail.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logistic_of(VecOf<V> x, VecOf<V> e, VecOf<V> e_tail) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> one = V::set(1.0);
  const DoubleDouble<V> sum = fast_two_sum<V>(one, e);
  const MaskOf<V> negative = V::lt(x, zero);
  const VecOf<V> dividend = V::select(negative, e, one);
  const VecOf<V> quotient = dividend / sum.head;
  // 1 / (1 + e) is 1 - e / (1 + e): no second division.
  const VecOf<V> inverse = V::select(negative, one - quotient, quotient);
  const VecOf<V> rest = exact_remainder<V>(dividend, sum.head, quotient) +
                        (V::select(negative, e_tail, zero) - quotient * (sum.tail + e_tail));
  // Far to the left 1 + e is 1, and the division would lose the subnormal results.
  return V::select(V::lt(x, V::set(-40.0)), e, quotient + rest * inverse);
}

template <class V>
SLACKWATER_MATH_NOINLINE VecOf<V> logistic_anywhere(VecOf<V> x) {
  const ExpParts<V> parts = exp_parts<V>(clamp_exponent<V>(V::neg(V::abs(x))));
  const DoubleDouble<V> e = exp_of_rest<V>(fraction_of_power<V>(parts), parts);
  const VecOf<V> head = scale_by_whole_power<V>(e.head, parts);
  const VecOf<V> tail = scale_by_whole_power<V>(e.tail, parts);
  return nan_if_nan<V>(x, logistic_of<V>(x, head, tail));
}

template <class V>
SLACKWATER_MATH_INLINE bool logistic_is_ordinary(VecOf<V> x) {
  return scales_in_one_step<V>(x);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logistic_ordinary(VecOf<V> x) {
  const ExpParts<V> parts = exp_parts<V>(V::neg(V::abs(x)));
  const DoubleDouble<V> e = exp_of_rest<V>(sixteenths_power<V>(parts), parts);
  return logistic_of<V>(x, e.head, e.tail);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logistic(VecOf<V> x) {
  if (!logistic_is_ordinary<V>(x)) [[unlikely]]
    return logistic_anywhere<V>(x);
  return logistic_ordinary<V>(x);
}

#endif
