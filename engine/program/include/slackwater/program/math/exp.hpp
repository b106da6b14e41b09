/// Defines exp.
///
/// x = (k + j / 16) ln 2 + r with |r| <= ln(2) / 32; exp(x) = 2^k 2^(j/16) (1 + p), where
/// p = exp(r) - 1 = r + r^2 q(r), with q of degree 5 and q(0) = 1/2 exactly, minimax for the error
/// relative to p (2^-59). 2^(j/16) is looked up as head + tail, so the result is within 0.55 ulp,
/// and within 0.8 where it is subnormal and rounded twice.
/// (Powers of two from a table in place of a longer polynomial are Tang's idea, ACM Transactions on
/// Mathematical Software 15 (1989), 144.)
///
/// Source: coefficients by tools/math_coefficients.py exp.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

/// 2^(j/16) less j units of 2^48 in its bits, so that adding n units for n = 16 k + j gives
/// 2^(n/16); and what the rounding of 2^(j/16) left, as a part of it.
inline constexpr double kSixteenths[16] = {
    0x1.0000000000000p+0, 0x1.fb5586cf9890fp-1, 0x1.f72b83c7d517bp-1, 0x1.f387a6e756238p-1,
    0x1.f06fe0a31b715p-1, 0x1.edea64c123422p-1, 0x1.ebfdad5362a27p-1, 0x1.eab07dd485429p-1,
    0x1.ea09e667f3bcdp-1, 0x1.ea11473eb0187p-1, 0x1.eace5422aa0dbp-1, 0x1.ec49182a3f090p-1,
    0x1.ee89f995ad3adp-1, 0x1.f199bdd85529cp-1, 0x1.f5818dcfba487p-1, 0x1.fa4afa2a490dap-1};
inline constexpr double kSixteenthTails[16] = {
    0x0.0000000000000p+0,   0x1.79aa65d837b6dp-54,  -0x1.01b15eaa59348p-55, 0x1.68efde3a8a894p-54,
    0x1.34d754db0abb6p-55,  0x1.59f48a72a4c6dp-55,  0x1.690cebb7aafb0p-56,  0x1.063e1e21c5409p-54,
    -0x1.3b3efbf5e2228p-54, -0x1.b32dcb94da51dp-56, 0x1.db72fc1f0eab4p-55,  0x1.1affc2b91ce27p-56,
    0x1.c1a7792cb3387p-55,  0x1.36eae30af0cb3p-56,  0x1.4a385a63d07a7p-56,  -0x1.ff7128fd391f0p-55};
inline constexpr double kExpTail[] = {0x1.0000000000000p-1,  0x1.5555555555557p-3,
                                      0x1.55555554ee6f0p-5,  0x1.11111110b5ce0p-7,
                                      0x1.6c17f100a153ep-10, 0x1.a01b53780db89p-13};

inline constexpr double kCellsPerUnit = 0x1.71547652b82fep+4;
/// ln(2) / 16 in two parts; the head has 38 bits, so n * kExpCellHead is exact for |n| < 2^15.
inline constexpr double kExpCellHead = 0x1.62e42fefa0000p-5;
inline constexpr double kExpCellTail = 0x1.cf79abc9e3b3ap-44;

/// exp(x) = 2^(n/16) (1 + growth): n in the low bits of shifted_n, and its entry in kSixteenths.
template <class V>
struct ExpParts {
  BitsOf<V> shifted_n;
  VecOf<V> entry;
  VecOf<V> growth;
};

/// From the number of sixteenths, in the low bits of shifted_n, and r.
template <class V>
SLACKWATER_MATH_INLINE ExpParts<V> exp_parts_of(BitsOf<V> shifted_n, VecOf<V> r) {
  const BitsOf<V> j = V::and_bits(shifted_n, V::set_bits(15));
  const VecOf<V> tail = V::look_up_16(kSixteenthTails, j);
  const VecOf<V> growth = r + ((r * r) * polynomial<V>(r, kExpTail) + (tail + r * tail));
  return {shifted_n, V::look_up_16(kSixteenths, j), growth};
}

/// The entry with so many units of 2^48 added to its bits.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> with_units(VecOf<V> entry, BitsOf<V> units) {
  return V::from_bits(V::add_bits(V::bits(entry), V::template shift_left<48>(units)));
}

/// 2^(n/16), which must be a normal number.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> sixteenths_power(const ExpParts<V>& parts) {
  return with_units<V>(parts.entry, parts.shifted_n);
}

/// 2^(j/16), what is left of 2^(n/16) without its whole power 2^k.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> fraction_of_power(const ExpParts<V>& parts) {
  return with_units<V>(parts.entry, V::and_bits(parts.shifted_n, V::set_bits(15)));
}

/// x must lie within +-1100.
template <class V>
SLACKWATER_MATH_INLINE ExpParts<V> exp_parts(VecOf<V> x) {
  const VecOf<V> shifted = x * V::set(kCellsPerUnit) + V::set(kRoundingShift);
  const VecOf<V> n = shifted - V::set(kRoundingShift);
  const VecOf<V> head = add_exact_product<V>(x, n, V::set(-kExpCellHead));
  return exp_parts_of<V>(V::bits(shifted), head - n * V::set(kExpCellTail));
}

/// The same for x + x_tail, where x_tail is at most 2^-17 of x: |r| may then be 0.0253 instead of
/// ln(2) / 32 = 0.0217, where the polynomial's error is 2^-55 of p, below 0.01 ulp of the result.
template <class V>
SLACKWATER_MATH_INLINE ExpParts<V> exp_parts(VecOf<V> x, VecOf<V> x_tail) {
  const VecOf<V> shifted = x * V::set(kCellsPerUnit) + V::set(kRoundingShift);
  const VecOf<V> n = shifted - V::set(kRoundingShift);
  const VecOf<V> head = add_exact_product<V>(x, n, V::set(-kExpCellHead));
  return exp_parts_of<V>(V::bits(shifted), head + (x_tail - n * V::set(kExpCellTail)));
}

/// scale exp(r) as head + tail, |tail| at most half an ulp of head.
template <class V>
SLACKWATER_MATH_INLINE DoubleDouble<V> exp_of_rest(VecOf<V> scale, const ExpParts<V>& parts) {
  return fast_two_sum<V>(scale, scale * parts.growth);
}

/// x * 2^k with n = 16 k + j, in two exact steps and one that rounds if the result is subnormal; k
/// within -1100 and 1100.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> scale_by_whole_power(VecOf<V> x, const ExpParts<V>& parts) {
  const BitsOf<V> k = V::template shift_right<4>(parts.shifted_n);
  const BitsOf<V> sum = V::and_bits(V::add_bits(k, V::set_bits(2046)), V::set_bits(0xfff));
  const BitsOf<V> first = V::template shift_right<1>(sum);
  const BitsOf<V> second = V::sub_bits(sum, first);
  return x * V::from_bits(V::template shift_left<52>(first)) *
         V::from_bits(V::template shift_left<52>(second));
}

/// Beyond these exp overflows, or is less than half of the least subnormal.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> clamp_exponent(VecOf<V> x) {
  return V::raw_min(V::raw_max(x, V::set(-746.0)), V::set(710.0));
}

/// Whether 2^(n/16) is a normal number for every lane, and so is its product with growth, unless
/// that is too small to matter; false for a NaN.
template <class V>
SLACKWATER_MATH_INLINE bool scales_in_one_step(VecOf<V> x) {
  return !V::any(V::mask_not(V::lt(V::abs(x), V::set(600.0))));
}

/// scale exp(r), rounded.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> rounded_exp_of_rest(VecOf<V> scale, const ExpParts<V>& parts) {
  return scale + scale * parts.growth;
}

template <class V>
SLACKWATER_MATH_NOINLINE VecOf<V> exp_anywhere(VecOf<V> x) {
  const ExpParts<V> parts = exp_parts<V>(clamp_exponent<V>(x));
  const VecOf<V> result = rounded_exp_of_rest<V>(fraction_of_power<V>(parts), parts);
  return nan_if_nan<V>(x, scale_by_whole_power<V>(result, parts));
}

/// Every lane's argument is such that exp_ordinary may be used.
template <class V>
SLACKWATER_MATH_INLINE bool exp_is_ordinary(VecOf<V> x) {
  return scales_in_one_step<V>(x);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> exp_ordinary(VecOf<V> x) {
  const ExpParts<V> parts = exp_parts<V>(x);
  return rounded_exp_of_rest<V>(sixteenths_power<V>(parts), parts);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> exp(VecOf<V> x) {
  if (!exp_is_ordinary<V>(x)) [[unlikely]]
    return exp_anywhere<V>(x);
  return exp_ordinary<V>(x);
}

#endif
