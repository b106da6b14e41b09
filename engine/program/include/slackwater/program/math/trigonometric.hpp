/// Defines sin, cos and tan of an angle in radians, for every finite double.
///
/// The angle is reduced to r = x - k pi/2, |r| <= pi/4, kept as head + tail. Up to |x| = 1600 by
/// three parts of pi/2 (42 + 42 + 53 bits, products with k exact: Cody and Waite 1980); beyond by
/// integer arithmetic with 1280 bits of 2/pi, lane by lane (Payne and Hanek 1983, see
/// slow_paths.hpp). sin r = r + r^3 S(r^2) and cos r = 1 - r^2/2 + r^4 C(r^2), both polynomials of
/// degree 5, minimax (2^-58 and 2^-64); tan is their quotient in double-double.
///
/// Source: coefficients by tools/math_coefficients.py trigonometric.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kSinTail[] = {-0x1.5555555555549p-3,  0x1.111111110f8a4p-7,
                                      -0x1.a01a019c15b48p-13, 0x1.71de357aad912p-19,
                                      -0x1.ae5e683b1c929p-26, 0x1.5d93844ced3ffp-33};
inline constexpr double kCosTail[] = {0x1.555555555554cp-5,  -0x1.6c16c16c1521dp-10,
                                      0x1.a01a019cbf0ddp-16, -0x1.27e4f81266190p-22,
                                      0x1.1ee9f1117dd43p-29, -0x1.8fb10abab8037p-37};
inline constexpr double kTwoOverPi = 0x1.45f306dc9c883p-1;
inline constexpr double kHalfPiFirst = 0x1.921fb54442800p+0;
inline constexpr double kHalfPiSecond = 0x1.4611a62633000p-42;
inline constexpr double kHalfPiThird = 0x1.45c06e0e68948p-86;
inline constexpr double kLargestEasyAngle = 1600.0;

template <class V>
struct QuarterTurn {
  VecOf<V> head;
  VecOf<V> tail;
  BitsOf<V> quadrant;  // in the low two bits
};

template <class V>
SLACKWATER_MATH_INLINE QuarterTurn<V> reduce_angle(VecOf<V> x) {
  const VecOf<V> shift = V::set(kRoundingShift);
  VecOf<V> shifted = x * V::set(kTwoOverPi) + shift;
  const VecOf<V> k = shifted - shift;
  const VecOf<V> first = x - k * V::set(kHalfPiFirst);
  const DoubleDouble<V> second = two_sum<V>(first, V::neg(k * V::set(kHalfPiSecond)));
  DoubleDouble<V> rest = fast_two_sum<V>(second.head, second.tail - k * V::set(kHalfPiThird));
  const MaskOf<V> easy = V::le(V::abs(x), V::set(kLargestEasyAngle));
  if (V::any(V::mask_not(easy))) {
    alignas(64) double angles[V::kLanes];
    alignas(64) double heads[V::kLanes];
    alignas(64) double tails[V::kLanes];
    alignas(64) double quadrants[V::kLanes];
    V::store(x, angles);
    for (std::size_t i = 0; i < V::kLanes; ++i) {
      const ReducedAngle reduced = reduce_any_angle(angles[i]);
      heads[i] = reduced.head;
      tails[i] = reduced.tail;
      quadrants[i] = reduced.quadrant;
    }
    rest.head = V::select(easy, rest.head, V::load(heads));
    rest.tail = V::select(easy, rest.tail, V::load(tails));
    shifted = V::select(easy, shifted, V::load(quadrants) + shift);
  }
  return {rest.head, rest.tail, V::bits(shifted)};
}

/// sin(head + tail) for a reduced angle; what the head lacks is in the tail.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> sin_reduced(const QuarterTurn<V>& angle, VecOf<V> square) {
  const VecOf<V> slope = V::set(1.0) - V::set(0.5) * square;
  const VecOf<V> cubic = angle.head * square * polynomial<V>(square, kSinTail);
  return {angle.head, cubic + angle.tail * slope};
}

template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> cos_reduced(const QuarterTurn<V>& angle, VecOf<V> square) {
  const VecOf<V> one = V::set(1.0);
  const VecOf<V> half = V::set(0.5) * square;
  const VecOf<V> head = one - half;
  const VecOf<V> quartic = square * square * polynomial<V>(square, kCosTail);
  return {head, ((one - head) - half) + (quartic - angle.head * angle.tail)};
}

/// Bit 0 of the quadrant exchanges sine and cosine, bit 1 changes the sign.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> sin_in_quadrant(const QuarterTurn<V>& angle, BitsOf<V> quadrant) {
  const VecOf<V> square = angle.head * angle.head;
  const DoubleDouble<V> sine = sin_reduced<V>(angle, square);
  const DoubleDouble<V> cosine = cos_reduced<V>(angle, square);
  const MaskOf<V> swap = V::template test_bit<0>(quadrant);
  const VecOf<V> value =
      V::select(swap, cosine.head, sine.head) + V::select(swap, cosine.tail, sine.tail);
  const BitsOf<V> sign = V::template shift_left<62>(V::and_bits(quadrant, V::set_bits(2)));
  return V::from_bits(V::xor_bits(V::bits(value), sign));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> sin(VecOf<V> x) {
  const QuarterTurn<V> angle = reduce_angle<V>(x);
  const VecOf<V> value = sin_in_quadrant<V>(angle, angle.quadrant);
  // sin x = x (1 - x^2 / 6 ...): below 2^-27 it is x, with its signed zero.
  return nan_if_nan<V>(value, V::select(V::lt(V::abs(x), V::set(0x1p-27)), x, value));
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> cos(VecOf<V> x) {
  const QuarterTurn<V> angle = reduce_angle<V>(x);
  const VecOf<V> value = sin_in_quadrant<V>(angle, V::add_bits(angle.quadrant, V::set_bits(1)));
  return nan_if_nan<V>(value, value);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> tan(VecOf<V> x) {
  const QuarterTurn<V> angle = reduce_angle<V>(x);
  const VecOf<V> square = angle.head * angle.head;
  DoubleDouble<V> sine = sin_reduced<V>(angle, square);
  DoubleDouble<V> cosine = cos_reduced<V>(angle, square);
  sine = fast_two_sum<V>(sine.head, sine.tail);
  cosine = fast_two_sum<V>(cosine.head, cosine.tail);
  const MaskOf<V> swap = V::template test_bit<0>(angle.quadrant);
  const DoubleDouble<V> top = {V::select(swap, V::neg(cosine.head), sine.head),
                               V::select(swap, V::neg(cosine.tail), sine.tail)};
  const DoubleDouble<V> bottom = {V::select(swap, sine.head, cosine.head),
                                  V::select(swap, sine.tail, cosine.tail)};
  const DoubleDouble<V> quotient = divide_double<V>(top, bottom);
  const VecOf<V> value = quotient.head + quotient.tail;
  return nan_if_nan<V>(value, V::select(V::lt(V::abs(x), V::set(0x1p-27)), x, value));
}

#endif
