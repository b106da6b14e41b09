/// Defines tanh.
///
/// tanh |x| = E / (E + 2) with E = exp(2|x|) - 1, built from the same reduction as exp but kept as
/// head + tail, so that neither small nor large arguments lose digits; the division is corrected
/// once.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> tanh(VecOf<V> x) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> size = V::abs(x);
  // tanh 22 rounds to 1.
  const VecOf<V> bounded = V::raw_min(size, V::set(22.0));
  const ExpParts<V> parts = exp_parts<V>(bounded + bounded, zero);
  const DoubleDouble<V> rest = fast_two_sum<V>(parts.rest, parts.rest_exp);
  const BitsOf<V> biased = V::add_bits(parts.shifted_k, V::set_bits(1023));
  const VecOf<V> power = V::from_bits(V::template shift_left<52>(biased));
  // E = (2^k - 1) + 2^k (exp(r) - 1); the first term is 0 or the larger one.
  const DoubleDouble<V> sum = fast_two_sum<V>(power - V::set(1.0), power * rest.head);
  const VecOf<V> sum_tail = sum.tail + power * rest.tail;
  const DoubleDouble<V> divisor = two_sum<V>(sum.head, V::set(2.0));
  const DoubleDouble<V> quotient =
      divide_double<V>({sum.head, sum_tail}, {divisor.head, divisor.tail + sum_tail});
  // tanh x = x (1 - x^2 / 3 ...): below 2^-28 it is x.
  const VecOf<V> result =
      V::select(V::lt(size, V::set(0x1p-28)), size, quotient.head + quotient.tail);
  return nan_if_nan<V>(x, V::copy_sign(result, x));
}

#endif
