/// Defines tanh.
///
/// With E = exp(2|x|) - 1, tanh |x| = E / (E + 2) where E < 2, and 1 - 2 / (E + 2) beyond. E is
/// built from the same reduction as exp but kept as head + tail, so that small arguments lose no
/// digits; the division is corrected.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> tanh(VecOf<V> x) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> size = V::abs(x);
  // tanh 22 rounds to 1.
  const VecOf<V> bounded = V::raw_min(size, V::set(22.0));
  const ExpParts<V> parts = exp_parts<V>(bounded + bounded);
  const VecOf<V> power = sixteenths_power<V>(parts);
  // E = (S - 1) + p + (S - 1) p with S = 2^k 2^(j/16): S - 1 is 0 or larger than p.
  const DoubleDouble<V> first = fast_two_sum<V>(power, V::set(-1.0));
  const DoubleDouble<V> linear = fast_two_sum<V>(first.head, parts.growth);
  const VecOf<V> small = (first.tail + linear.tail) + first.head * parts.growth;
  const DoubleDouble<V> sum = fast_two_sum<V>(linear.head, small);
  const DoubleDouble<V> divisor = two_sum<V>(sum.head, V::set(2.0));
  const MaskOf<V> low = V::lt(sum.head, V::set(2.0));
  const VecOf<V> dividend = V::select(low, sum.head, V::set(-2.0));
  const VecOf<V> quotient = dividend / divisor.head;
  const VecOf<V> rest = exact_remainder<V>(dividend, divisor.head, quotient) +
                        (V::select(low, sum.tail, zero) - quotient * (divisor.tail + sum.tail));
  // 1 / (E + 2) is half of 1 - E / (E + 2): no second division.
  const VecOf<V> twice_inverse = V::select(low, V::set(1.0) - quotient, V::neg(quotient));
  const VecOf<V> correction = rest * (V::set(0.5) * twice_inverse);
  const VecOf<V> corrected = V::select(low, zero, V::set(1.0)) + (quotient + correction);
  // tanh x = x (1 - x^2 / 3 ...): below 2^-28 it is x.
  const VecOf<V> result = V::select(V::lt(size, V::set(0x1p-28)), size, corrected);
  return nan_if_nan<V>(x, V::copy_sign(result, x));
}

#endif
