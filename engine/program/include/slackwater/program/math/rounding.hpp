/// Defines floor, round (halves away from zero) and mod (floored), exact wherever an exact result
/// exists.
///
/// mod(a, b) = a - b floor(a / b), with the sign of b.
///
/// Guarantees: the exact remainder when a and b have the same sign or |a| >= |b|; otherwise (a
/// small a of the other sign) b + a rounded once, which may round to b itself. A zero result has
/// the sign of b. mod(a, 0) and mod(infinite, b) are NaN; mod(a, infinite) is a, or b if the signs
/// differ.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> floor(VecOf<V> x) {
  // Where Highway emulates it, floor(-0) loses its sign.
  return nan_if_nan<V>(x, V::copy_sign(V::floor(x), x));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> round(VecOf<V> x) {
  const VecOf<V> size = V::abs(x);
  const VecOf<V> whole = V::floor(size);
  // x - floor(x) is exact, so a value just under one half is not rounded up; infinities give inf -
  // inf here: not >= 0.5.
  const VecOf<V> rounded = whole + truth<V>(V::ge(size - whole, V::set(0.5)));
  return nan_if_nan<V>(x, V::copy_sign(rounded, x));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> mod(VecOf<V> dividend, VecOf<V> divisor) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> ratio = dividend / divisor;
  const VecOf<V> quotient = V::floor(ratio);
  // With a quotient under 2^40 its lower half is short, so two_product is exact, and so are both
  // subtractions.
  const DoubleDouble<V> product = two_product<V>(quotient, divisor);
  VecOf<V> rest = (dividend - product.head) - product.tail;
  // Rounding the ratio never takes it below a whole number, but may take it up to one.
  const MaskOf<V> other_side = V::lt(V::copy_sign(V::set(1.0), divisor) * rest, zero);
  rest = V::select(other_side, rest + divisor, rest);
  const MaskOf<V> easy =
      V::mask_and(V::lt(V::abs(ratio), V::set(0x1p+40)), V::lt(V::abs(divisor), V::set(0x1p+1000)));
  if (V::any(V::mask_not(easy))) {
    alignas(64) double dividends[V::kLanes];
    alignas(64) double divisors[V::kLanes];
    alignas(64) double rests[V::kLanes];
    V::store(dividend, dividends);
    V::store(divisor, divisors);
    for (std::size_t i = 0; i < V::kLanes; ++i)
      rests[i] = exact_floored_mod(dividends[i], divisors[i]);
    rest = V::select(easy, rest, V::load(rests));
  }
  rest = V::select(V::eq(rest, zero), V::copy_sign(zero, divisor), rest);
  return nan_if_nan<V>(rest, rest);
}

#endif
