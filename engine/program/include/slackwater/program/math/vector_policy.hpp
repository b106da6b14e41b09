#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// Names the few exact operations from which every elementary function is built, and supplies them
/// for one plain double.
///
/// Each function of this folder is written once, as a template over a "vector policy" V. A policy
/// is a struct of static functions on V::Vec (doubles), V::Bits (the same lanes as 64-bit integers)
/// and V::Mask (one truth value per lane). ScalarPolicy below is the definition of what each
/// operation means; HighwayPolicy in highway_functions.hpp is the same list on SIMD registers.
///
/// Guarantees: only correctly rounded operations (+ - * / sqrt), comparisons, selections, integer
/// arithmetic and exact roundings are in the list, so the same text gives the same bits on every
/// path. There is no fused multiply-add, except where the result is that of a division
/// (fixed_division.hpp), exact (exact_remainder) or the sum of an exact product
/// (add_exact_product): compile with -ffp-contract=off. The rounding mode is to nearest and
/// subnormals are not flushed.

#if defined(__FAST_MATH__)
#error "slackwater/program/math needs IEEE arithmetic: compile without -ffast-math"
#endif

#if defined(__GNUC__) || defined(__clang__)
#define SLACKWATER_MATH_INLINE inline __attribute__((always_inline))
#define SLACKWATER_MATH_NOINLINE inline __attribute__((noinline))
#else
#define SLACKWATER_MATH_INLINE inline
#define SLACKWATER_MATH_NOINLINE inline
#endif

namespace slackwater::program::math {

template <class V>
using VecOf = typename V::Vec;
template <class V>
using BitsOf = typename V::Bits;
template <class V>
using MaskOf = typename V::Mask;

/// The only NaN that a function of this folder returns (positive, quiet, no payload).
inline constexpr std::uint64_t kCanonicalNanBits = 0x7ff8000000000000;

/// One double, no SIMD: the reading copy of the policy, and the one that WebAssembly and the
/// reference interpreter use.
struct ScalarPolicy {
  using Vec = double;
  using Bits = std::uint64_t;
  using Mask = bool;
  static constexpr std::size_t kLanes = 1;

  static Vec set(double value) { return value; }
  static Vec load(const double* from) { return *from; }
  static void store(Vec value, double* to) { *to = value; }

  static Vec sqrt(Vec x) { return std::sqrt(x); }
  // The sign of a zero result is unspecified.
  static Vec floor(Vec x) { return std::floor(x); }
  static Vec neg(Vec x) { return from_bits(bits(x) ^ kSignBit); }
  static Vec abs(Vec x) { return from_bits(bits(x) & ~kSignBit); }
  static Vec copy_sign(Vec magnitude, Vec sign) {
    return from_bits((bits(magnitude) & ~kSignBit) | (bits(sign) & kSignBit));
  }
  // Unspecified which operand results where they are equal or unordered: callers settle those
  // cases.
  static Vec raw_min(Vec a, Vec b) { return a < b ? a : b; }
  static Vec raw_max(Vec a, Vec b) { return a > b ? a : b; }
  // Of equal operands, which are the same bits or zeros of two signs, the negative and the positive
  // one; unspecified where they are unordered.
  static Vec least(Vec a, Vec b) { return a == b ? from_bits(bits(a) | bits(b)) : raw_min(a, b); }
  static Vec greatest(Vec a, Vec b) {
    return a == b ? from_bits(bits(a) & bits(b)) : raw_max(a, b);
  }
  static Vec least_size(Vec a, Vec b) { return raw_min(abs(a), abs(b)); }

  static Mask eq(Vec a, Vec b) { return a == b; }
  static Mask ne(Vec a, Vec b) { return !(a == b); }
  static Mask lt(Vec a, Vec b) { return a < b; }
  static Mask le(Vec a, Vec b) { return a <= b; }
  static Mask gt(Vec a, Vec b) { return a > b; }
  static Mask ge(Vec a, Vec b) { return a >= b; }
  static Mask is_nan(Vec a) { return !(a == a); }
  static Mask either_nan(Vec a, Vec b) { return is_nan(a) || is_nan(b); }
  static Mask not_finite(Vec a) { return is_nan(a * 0.0); }
  static Mask positive_and_normal(Vec a) { return a >= 0x1p-1022 && a <= 0x1.fffffffffffffp+1023; }
  static Mask mask_and(Mask a, Mask b) { return a && b; }
  static Mask mask_or(Mask a, Mask b) { return a || b; }
  static Mask mask_not(Mask a) { return !a; }
  static bool any(Mask m) { return m; }
  static Vec select(Mask m, Vec yes, Vec no) { return m ? yes : no; }

  static Bits bits(Vec x) {
    Bits result;
    std::memcpy(&result, &x, sizeof result);
    return result;
  }
  static Vec from_bits(Bits b) {
    Vec result;
    std::memcpy(&result, &b, sizeof result);
    return result;
  }
  static Bits set_bits(std::uint64_t value) { return value; }
  static Bits add_bits(Bits a, Bits b) { return a + b; }
  static Bits sub_bits(Bits a, Bits b) { return a - b; }
  static Bits and_bits(Bits a, Bits b) { return a & b; }
  static Bits or_bits(Bits a, Bits b) { return a | b; }
  static Bits xor_bits(Bits a, Bits b) { return a ^ b; }
  template <int kCount>
  static Bits shift_left(Bits a) {
    return a << kCount;
  }
  // Shifts zeros in from the left.
  template <int kCount>
  static Bits shift_right(Bits a) {
    return a >> kCount;
  }
  // table[index]; the table must hold every index, also of lanes that nobody looks at.
  static Vec look_up(const double* table, Bits index) { return table[index]; }
  static Vec look_up_16(const double (&table)[16], Bits index) { return table[index]; }
  static constexpr bool kFuses = false;  // no fused multiply-add: see highway_functions.hpp
  // True where that one bit is set.
  template <int kBit>
  static Mask test_bit(Bits a) {
    return ((a >> kBit) & 1u) != 0;
  }

 private:
  static constexpr Bits kSignBit = 0x8000000000000000;
};

}  // namespace slackwater::program::math
