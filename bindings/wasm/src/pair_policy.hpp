#pragma once

#include <wasm_simd128.h>

#include <cstddef>
#include <cstdint>

#include "slackwater/program/math/vector_policy.hpp"

namespace slackwater::wasm {

/// Two doubles in one register of WebAssembly's 128-bit SIMD: the operations of
/// program::math::ScalarPolicy, lane by lane. Highway has no doubles there in Debian's version.
struct PairPolicy {
  using Vec = double __attribute__((vector_size(16)));
  using Bits = std::uint64_t __attribute__((vector_size(16)));
  using Mask = std::int64_t __attribute__((vector_size(16)));  ///< all bits of a lane, or none
  static constexpr std::size_t kLanes = 2;

  static Vec set(double value) { return Vec{value, value}; }
  static Vec floor(Vec x) { return Vec(wasm_f64x2_floor(v128_t(x))); }
  static Vec neg(Vec x) { return from_bits(bits(x) ^ kSignBit); }
  static Vec abs(Vec x) { return from_bits(bits(x) & ~kSignBit); }
  static Vec copy_sign(Vec magnitude, Vec sign) {
    return from_bits((bits(magnitude) & ~kSignBit) | (bits(sign) & kSignBit));
  }
  static Vec raw_min(Vec a, Vec b) { return select(a < b, a, b); }
  static Vec raw_max(Vec a, Vec b) { return select(a > b, a, b); }

  static Mask eq(Vec a, Vec b) { return a == b; }
  static Mask ne(Vec a, Vec b) { return ~(a == b); }
  static Mask lt(Vec a, Vec b) { return a < b; }
  static Mask le(Vec a, Vec b) { return a <= b; }
  static Mask gt(Vec a, Vec b) { return a > b; }
  static Mask ge(Vec a, Vec b) { return a >= b; }
  static Mask is_nan(Vec a) { return ~(a == a); }
  static Mask either_nan(Vec a, Vec b) { return is_nan(a) | is_nan(b); }
  static Mask positive_and_normal(Vec a) {
    return (a >= set(0x1p-1022)) & (a <= set(0x1.fffffffffffffp+1023));
  }
  static Mask mask_and(Mask a, Mask b) { return a & b; }
  static Mask mask_or(Mask a, Mask b) { return a | b; }
  static Mask mask_not(Mask a) { return ~a; }
  static bool any(Mask m) { return wasm_v128_any_true(v128_t(m)); }
  static Vec select(Mask m, Vec yes, Vec no) {
    return Vec(wasm_v128_bitselect(v128_t(yes), v128_t(no), v128_t(m)));
  }

  static Bits bits(Vec x) { return Bits(x); }
  static Vec from_bits(Bits b) { return Vec(b); }
  static Bits set_bits(std::uint64_t value) { return Bits{value, value}; }
  static Bits add_bits(Bits a, Bits b) { return a + b; }
  static Bits sub_bits(Bits a, Bits b) { return a - b; }
  static Bits and_bits(Bits a, Bits b) { return a & b; }
  static Bits or_bits(Bits a, Bits b) { return a | b; }
  template <int kCount>
  static Bits shift_left(Bits a) {
    return a << kCount;
  }
  template <int kCount>
  static Bits shift_right(Bits a) {
    return a >> kCount;
  }
  static Vec look_up(const double* table, Bits index) {
    return Vec{table[index[0]], table[index[1]]};
  }
  static Vec look_up_16(const double (&table)[16], Bits index) { return look_up(table, index); }
  static constexpr bool kFuses = false;

 private:
  static constexpr Bits kSignBit = {0x8000000000000000, 0x8000000000000000};
};

}  // namespace slackwater::wasm
