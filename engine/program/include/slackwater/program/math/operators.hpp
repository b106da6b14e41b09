/// Defines the operators of the model language that are one to a few machine operations, the same
/// for one lane and many.
///
/// Truth values are doubles: 1 for true, 0 for false; anything but zero counts as true (a NaN too).
/// The names are those of program/operations.hpp, so that handlers can be generated from its lists;
/// pow is `power` here.
///
/// Guarantees: minimum and maximum give NaN if either operand is a NaN and order -0 before +0, so
/// that swapping operands never changes a bit. Every NaN made here is the canonical one, except by
/// add, subtract, multiply, divide and safe_div, which leave its sign to the processor.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> truth(MaskOf<V> m) {
  return V::select(m, V::set(1.0), V::set(0.0));
}

template <class V>
SLACKWATER_MATH_INLINE MaskOf<V> is_true(VecOf<V> x) {
  return V::ne(x, V::set(0.0));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> add(VecOf<V> a, VecOf<V> b) {
  return a + b;
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> subtract(VecOf<V> a, VecOf<V> b) {
  return a - b;
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> multiply(VecOf<V> a, VecOf<V> b) {
  return a * b;
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> divide(VecOf<V> a, VecOf<V> b) {
  return a / b;
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> less(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::lt(a, b));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> less_equal(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::le(a, b));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> greater(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::gt(a, b));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> greater_equal(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::ge(a, b));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> equal(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::eq(a, b));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> not_equal(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::ne(a, b));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logical_and(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::mask_and(is_true<V>(a), is_true<V>(b)));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logical_or(VecOf<V> a, VecOf<V> b) {
  return truth<V>(V::mask_or(is_true<V>(a), is_true<V>(b)));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> logical_not(VecOf<V> a) {
  return truth<V>(V::eq(a, V::set(0.0)));
}

/// if condition then yes else no; the branch not taken may be a NaN or an infinity without harm.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> select(VecOf<V> condition, VecOf<V> yes, VecOf<V> no) {
  return V::select(is_true<V>(condition), yes, no);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> negate(VecOf<V> x) {
  return V::neg(x);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> abs(VecOf<V> x) {
  return nan_if_nan<V>(x, V::abs(x));
}

/// -1, 0 or 1; sign(-0) is +0.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> sign(VecOf<V> x) {
  const VecOf<V> one_or_zero = truth<V>(V::ne(x, V::set(0.0)));
  const VecOf<V> signed_one = V::copy_sign(one_or_zero, x);
  return nan_if_nan<V>(x, V::set(0.0) + signed_one);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> sqrt(VecOf<V> x) {
  // The root of the chosen NaN, not a choice between roots, which a compiler may see through.
  return V::sqrt(V::select(V::ge(x, V::set(0.0)), x, canonical_nan<V>()));
}

/// -0 is less than +0.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> minimum(VecOf<V> a, VecOf<V> b) {
  return V::select(V::either_nan(a, b), canonical_nan<V>(), V::least(a, b));
}
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> maximum(VecOf<V> a, VecOf<V> b) {
  return V::select(V::either_nan(a, b), canonical_nan<V>(), V::greatest(a, b));
}

/// minimum(maximum(x, lowest), highest): with crossed bounds the highest wins.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> clip(VecOf<V> x, VecOf<V> lowest, VecOf<V> highest) {
  return minimum<V>(maximum<V>(x, lowest), highest);
}

/// dividend / divisor, or otherwise where the divisor is a zero of either sign.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> safe_div(VecOf<V> dividend, VecOf<V> divisor, VecOf<V> otherwise) {
  return V::select(V::eq(divisor, V::set(0.0)), otherwise, dividend / divisor);
}

#endif
