/// Defines TwicePolicy: two registers of policy V beside each other. Every operation is done on the
/// one and then on the other, so that a processor works on both while each waits for itself: a
/// function is one long chain of operations, and those of a second call come too late to be seen.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

template <class V>
struct TwicePolicy {
  template <class T>
  struct Two {
    T first;
    T second;
  };
  struct Vec : Two<typename V::Vec> {
#define SLACKWATER_MATH_TWICE(sign)                               \
  friend SLACKWATER_MATH_INLINE Vec operator sign(Vec a, Vec b) { \
    return {a.first sign b.first, a.second sign b.second};        \
  }
    SLACKWATER_MATH_TWICE(+)
    SLACKWATER_MATH_TWICE(-)
    SLACKWATER_MATH_TWICE(*)
    SLACKWATER_MATH_TWICE(/)
#undef SLACKWATER_MATH_TWICE
  };
  using Bits = Two<typename V::Bits>;
  using Mask = Two<typename V::Mask>;
  static constexpr std::size_t kLanes = 2 * V::kLanes;

  static SLACKWATER_MATH_INLINE Vec set(double value) { return {V::set(value), V::set(value)}; }
  static SLACKWATER_MATH_INLINE Vec load(const double* from) {
    return {V::load(from), V::load(from + V::kLanes)};
  }
  static SLACKWATER_MATH_INLINE void store(Vec value, double* to) {
    V::store(value.first, to);
    V::store(value.second, to + V::kLanes);
  }

#define SLACKWATER_MATH_TWICE(Result, name, Type)     \
  static SLACKWATER_MATH_INLINE Result name(Type a) { \
    return {V::name(a.first), V::name(a.second)};     \
  }
  SLACKWATER_MATH_TWICE(Vec, sqrt, Vec)
  SLACKWATER_MATH_TWICE(Vec, floor, Vec)
  SLACKWATER_MATH_TWICE(Vec, neg, Vec)
  SLACKWATER_MATH_TWICE(Vec, abs, Vec)
  SLACKWATER_MATH_TWICE(Mask, is_nan, Vec)
  SLACKWATER_MATH_TWICE(Mask, positive_and_normal, Vec)
  SLACKWATER_MATH_TWICE(Mask, mask_not, Mask)
  SLACKWATER_MATH_TWICE(Bits, bits, Vec)
  SLACKWATER_MATH_TWICE(Vec, from_bits, Bits)
#undef SLACKWATER_MATH_TWICE

#define SLACKWATER_MATH_TWICE(Result, name, Type)                    \
  static SLACKWATER_MATH_INLINE Result name(Type a, Type b) {        \
    return {V::name(a.first, b.first), V::name(a.second, b.second)}; \
  }
  SLACKWATER_MATH_TWICE(Vec, copy_sign, Vec)
  SLACKWATER_MATH_TWICE(Vec, raw_min, Vec)
  SLACKWATER_MATH_TWICE(Vec, raw_max, Vec)
  SLACKWATER_MATH_TWICE(Vec, least, Vec)
  SLACKWATER_MATH_TWICE(Vec, greatest, Vec)
  SLACKWATER_MATH_TWICE(Vec, least_size, Vec)
  SLACKWATER_MATH_TWICE(Mask, either_nan, Vec)
  SLACKWATER_MATH_TWICE(Mask, eq, Vec)
  SLACKWATER_MATH_TWICE(Mask, ne, Vec)
  SLACKWATER_MATH_TWICE(Mask, lt, Vec)
  SLACKWATER_MATH_TWICE(Mask, le, Vec)
  SLACKWATER_MATH_TWICE(Mask, gt, Vec)
  SLACKWATER_MATH_TWICE(Mask, ge, Vec)
  SLACKWATER_MATH_TWICE(Mask, mask_and, Mask)
  SLACKWATER_MATH_TWICE(Mask, mask_or, Mask)
  SLACKWATER_MATH_TWICE(Bits, add_bits, Bits)
  SLACKWATER_MATH_TWICE(Bits, sub_bits, Bits)
  SLACKWATER_MATH_TWICE(Bits, and_bits, Bits)
  SLACKWATER_MATH_TWICE(Bits, or_bits, Bits)
  SLACKWATER_MATH_TWICE(Bits, xor_bits, Bits)
#undef SLACKWATER_MATH_TWICE

  static SLACKWATER_MATH_INLINE bool any(Mask m) { return V::any(V::mask_or(m.first, m.second)); }
  static SLACKWATER_MATH_INLINE Vec select(Mask m, Vec yes, Vec no) {
    return {V::select(m.first, yes.first, no.first), V::select(m.second, yes.second, no.second)};
  }
  static SLACKWATER_MATH_INLINE Bits set_bits(std::uint64_t value) {
    return {V::set_bits(value), V::set_bits(value)};
  }
  template <int kCount>
  static SLACKWATER_MATH_INLINE Bits shift_left(Bits a) {
    return {V::template shift_left<kCount>(a.first), V::template shift_left<kCount>(a.second)};
  }
  template <int kCount>
  static SLACKWATER_MATH_INLINE Bits shift_right(Bits a) {
    return {V::template shift_right<kCount>(a.first), V::template shift_right<kCount>(a.second)};
  }
  template <int kBit>
  static SLACKWATER_MATH_INLINE Mask test_bit(Bits a) {
    return {V::template test_bit<kBit>(a.first), V::template test_bit<kBit>(a.second)};
  }
  static SLACKWATER_MATH_INLINE Vec look_up(const double* table, Bits index) {
    return {V::look_up(table, index.first), V::look_up(table, index.second)};
  }
  static SLACKWATER_MATH_INLINE Vec look_up_16(const double (&table)[16], Bits index) {
    return {V::look_up_16(table, index.first), V::look_up_16(table, index.second)};
  }
  static constexpr bool kFuses = V::kFuses;
  static SLACKWATER_MATH_INLINE Vec fused_add(Vec a, Vec b, Vec c) {
    return {V::fused_add(a.first, b.first, c.first), V::fused_add(a.second, b.second, c.second)};
  }
  static SLACKWATER_MATH_INLINE Vec fused_subtract(Vec a, Vec b, Vec c) {
    return {V::fused_subtract(a.first, b.first, c.first),
            V::fused_subtract(a.second, b.second, c.second)};
  }
};

#endif
