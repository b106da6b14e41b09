#pragma once

#include <cstdint>

namespace slackwater::wasm {

/// Two registers of policy V beside each other: every operation is done on the one and then on the
/// other, so that a processor works on both while each waits for itself.
template <class V>
struct TwicePolicy {
  template <class T>
  struct Two {
    T first;
    T second;
  };
  struct Vec : Two<typename V::Vec> {
    friend Vec operator+(Vec a, Vec b) { return {a.first + b.first, a.second + b.second}; }
    friend Vec operator-(Vec a, Vec b) { return {a.first - b.first, a.second - b.second}; }
    friend Vec operator*(Vec a, Vec b) { return {a.first * b.first, a.second * b.second}; }
    friend Vec operator/(Vec a, Vec b) { return {a.first / b.first, a.second / b.second}; }
  };
  using Bits = Two<typename V::Bits>;
  using Mask = Two<typename V::Mask>;

  static Vec set(double value) { return {V::set(value), V::set(value)}; }
  static Vec floor(Vec x) { return {V::floor(x.first), V::floor(x.second)}; }
  static Vec neg(Vec x) { return {V::neg(x.first), V::neg(x.second)}; }
  static Vec abs(Vec x) { return {V::abs(x.first), V::abs(x.second)}; }
  static Vec copy_sign(Vec magnitude, Vec sign) {
    return {V::copy_sign(magnitude.first, sign.first), V::copy_sign(magnitude.second, sign.second)};
  }
  static Vec raw_min(Vec a, Vec b) {
    return {V::raw_min(a.first, b.first), V::raw_min(a.second, b.second)};
  }
  static Vec raw_max(Vec a, Vec b) {
    return {V::raw_max(a.first, b.first), V::raw_max(a.second, b.second)};
  }

  static Mask eq(Vec a, Vec b) { return {V::eq(a.first, b.first), V::eq(a.second, b.second)}; }
  static Mask ne(Vec a, Vec b) { return {V::ne(a.first, b.first), V::ne(a.second, b.second)}; }
  static Mask lt(Vec a, Vec b) { return {V::lt(a.first, b.first), V::lt(a.second, b.second)}; }
  static Mask le(Vec a, Vec b) { return {V::le(a.first, b.first), V::le(a.second, b.second)}; }
  static Mask gt(Vec a, Vec b) { return {V::gt(a.first, b.first), V::gt(a.second, b.second)}; }
  static Mask ge(Vec a, Vec b) { return {V::ge(a.first, b.first), V::ge(a.second, b.second)}; }
  static Mask is_nan(Vec a) { return {V::is_nan(a.first), V::is_nan(a.second)}; }
  static Mask mask_and(Mask a, Mask b) {
    return {V::mask_and(a.first, b.first), V::mask_and(a.second, b.second)};
  }
  static Mask mask_or(Mask a, Mask b) {
    return {V::mask_or(a.first, b.first), V::mask_or(a.second, b.second)};
  }
  static Mask mask_not(Mask a) { return {V::mask_not(a.first), V::mask_not(a.second)}; }
  static bool any(Mask m) { return V::any(V::mask_or(m.first, m.second)); }
  static Vec select(Mask m, Vec yes, Vec no) {
    return {V::select(m.first, yes.first, no.first), V::select(m.second, yes.second, no.second)};
  }

  static Bits bits(Vec x) { return {V::bits(x.first), V::bits(x.second)}; }
  static Vec from_bits(Bits b) { return {V::from_bits(b.first), V::from_bits(b.second)}; }
  static Bits set_bits(std::uint64_t value) { return {V::set_bits(value), V::set_bits(value)}; }
  static Bits add_bits(Bits a, Bits b) {
    return {V::add_bits(a.first, b.first), V::add_bits(a.second, b.second)};
  }
  static Bits sub_bits(Bits a, Bits b) {
    return {V::sub_bits(a.first, b.first), V::sub_bits(a.second, b.second)};
  }
  static Bits and_bits(Bits a, Bits b) {
    return {V::and_bits(a.first, b.first), V::and_bits(a.second, b.second)};
  }
  static Bits or_bits(Bits a, Bits b) {
    return {V::or_bits(a.first, b.first), V::or_bits(a.second, b.second)};
  }
  template <int kCount>
  static Bits shift_left(Bits a) {
    return {V::template shift_left<kCount>(a.first), V::template shift_left<kCount>(a.second)};
  }
  template <int kCount>
  static Bits shift_right(Bits a) {
    return {V::template shift_right<kCount>(a.first), V::template shift_right<kCount>(a.second)};
  }
  static Vec look_up(const double* table, Bits index) {
    return {V::look_up(table, index.first), V::look_up(table, index.second)};
  }
};

}  // namespace slackwater::wasm
