/// Supplies the double-double steps and the polynomial evaluation that the function families share.
///
/// A number carried as head + tail has about 106 significant bits. Products are made exact by
/// splitting both factors in halves (Dekker 1971), because a fused multiply-add, which would be
/// shorter, is not available on every path; where both give the same bits, it is used.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

template <class V>
struct DoubleDouble {
  VecOf<V> head;
  VecOf<V> tail;
};

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> canonical_nan() {
  return V::from_bits(V::set_bits(kCanonicalNanBits));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> infinity() {
  return V::from_bits(V::set_bits(0x7ff0000000000000));
}

/// result, but the canonical NaN in lanes where x is a NaN.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> nan_if_nan(VecOf<V> x, VecOf<V> result) {
  return V::select(V::is_nan(x), canonical_nan<V>(), result);
}

/// a + b exactly, where |a| >= |b| or a = 0 (Dekker 1971).
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> fast_two_sum(VecOf<V> a, VecOf<V> b) {
  const VecOf<V> sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b exactly, in any order of size (Knuth, The Art of Computer Programming, vol. 2, 4.2.2).
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> two_sum(VecOf<V> a, VecOf<V> b) {
  const VecOf<V> sum = a + b;
  const VecOf<V> part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// The leading 26 bits of x; what is left has at most 27.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> leading_half(VecOf<V> x) {
  return V::from_bits(V::and_bits(V::bits(x), V::set_bits(0xfffffffff8000000)));
}

/// What a * b, given rounded, has lost; head and tail of both have so few bits that products of two
/// of them are exact, or nearly.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> error_of_product(VecOf<V> product, DoubleDouble<V> a,
                                                 DoubleDouble<V> b) {
  return ((a.head * b.head - product) + a.head * b.tail + a.tail * b.head) + a.tail * b.tail;
}

/// a * b to within 2^-106 of it, unless a part of the product is subnormal.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> two_product(VecOf<V> a, VecOf<V> b) {
  const VecOf<V> a_head = leading_half<V>(a);
  const VecOf<V> b_head = leading_half<V>(b);
  const VecOf<V> product = a * b;
  return {product, error_of_product<V>(product, {a_head, a - a_head}, {b_head, b - b_head})};
}

/// a + b c where b c is a double: rounded once or twice, it is the same.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> add_exact_product(VecOf<V> a, VecOf<V> b, VecOf<V> c) {
  if constexpr (V::kFuses) return V::fused_add(a, b, c);
  return a + b * c;
}

/// The 26 bits nearest to x; what is left is a number of 26 bits.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> nearest_half(VecOf<V> x) {
  const BitsOf<V> raised = V::add_bits(V::bits(x), V::set_bits(0x4000000));
  return V::from_bits(V::and_bits(raised, V::set_bits(0xfffffffff8000000)));
}

/// n - d q for q = n / d rounded, which is a double, as long as nothing is near underflow or
/// overflow: the same bits with a fused operation and with the products of halves.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> exact_remainder(VecOf<V> n, VecOf<V> d, VecOf<V> q) {
  if constexpr (V::kFuses) {
    return V::fused_subtract(n, d, q);
  } else {
    const VecOf<V> d_half = nearest_half<V>(d);
    const VecOf<V> q_half = nearest_half<V>(q);
    const VecOf<V> product = d * q;
    const VecOf<V> error = error_of_product<V>(product, {d_half, d - d_half}, {q_half, q - q_half});
    return (n - product) - error;
  }
}

/// n / d with about 100 correct bits from one division.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> divide_double(DoubleDouble<V> n, DoubleDouble<V> d) {
  const VecOf<V> inverse = V::set(1.0) / d.head;
  const VecOf<V> quotient = n.head * inverse;
  const DoubleDouble<V> back = two_product<V>(quotient, d.head);
  const VecOf<V> rest = ((n.head - back.head) - back.tail) + (n.tail - quotient * d.tail);
  return {quotient, rest * inverse};
}

template <class V, std::size_t kFirst, std::size_t kStep, std::size_t kCount>
SLACKWATER_MATH_INLINE VecOf<V> horner(VecOf<V> x, const double (&coefficients)[kCount]) {
  if constexpr (kFirst + kStep >= kCount) {
    return V::set(coefficients[kFirst]);
  } else {
    return horner<V, kFirst + kStep, kStep>(x, coefficients) * x + V::set(coefficients[kFirst]);
  }
}

/// coefficients[0] + coefficients[1] x + ..., even and odd powers apart: two short chains instead
/// of a long one.
template <class V, std::size_t kCount>
SLACKWATER_MATH_INLINE VecOf<V> polynomial(VecOf<V> x, const double (&coefficients)[kCount]) {
  if constexpr (kCount < 4) {
    return horner<V, 0, 1>(x, coefficients);
  } else {
    const VecOf<V> square = x * x;
    return horner<V, 0, 2>(square, coefficients) + x * horner<V, 1, 2>(square, coefficients);
  }
}

/// Adding it to |x| < 2^51 leaves the nearest integer in the low bits of the sum (two's
/// complement).
inline constexpr double kRoundingShift = 0x1.8p+52;

#endif
