/// Divides by numbers whose inverse is kept, with the bits of a division and in a quarter of its
/// time; for policies that fuse (V::kFuses).
///
/// With y = 1 / d rounded to nearest, q = n y, r = n - d q and q + r y, the last two rounded once
/// each, give n / d rounded to nearest (Brisebarre, Muller, Raina, IEEE Transactions on Computers
/// 53 (2004), 1069; the idea is Markstein's, IBM Journal 34 (1990), 111), as long as nothing
/// overflows or underflows. With 2^-100 <= |d| <= 2^100 (inverse_of) that is so for |n| >= 2^-800,
/// unless q overflows: then the result is NaN. A zero of either sign is right too once it has the
/// sign of q.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

/// 1 / divisor, or NaN where it is of no use to FixedQuotients.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> inverse_of(VecOf<V> divisor) {
  const VecOf<V> size = V::abs(divisor);
  const MaskOf<V> ordinary =
      V::mask_and(V::ge(size, V::set(0x1p-100)), V::le(size, V::set(0x1p+100)));
  return V::select(ordinary, V::set(1.0) / divisor, canonical_nan<V>());
}

/// kZeros: dividends that are zero give quotients too, for a few operations more; otherwise they
/// are doubtful.
template <class V, bool kZeros = false>
class FixedQuotients {
 public:
  SLACKWATER_MATH_INLINE FixedQuotients() : least_(V::set(1.0)), strange_(V::is_nan(least_)) {}

  /// dividend / divisor, unless `doubtful` says afterwards that one of the quotients may differ.
  SLACKWATER_MATH_INLINE VecOf<V> operator()(VecOf<V> dividend, VecOf<V> divisor,
                                             VecOf<V> inverse) {
    const VecOf<V> rough = dividend * inverse;
    const VecOf<V> rest = V::fused_subtract(dividend, divisor, rough);
    const VecOf<V> quotient = V::fused_add(rough, rest, inverse);
    strange_ = V::mask_or(strange_, V::is_nan(quotient));
    VecOf<V> size = V::abs(dividend);
    if constexpr (kZeros) size = V::select(V::eq(dividend, V::set(0.0)), V::set(1.0), size);
    least_ = V::raw_min(size, least_);
    if constexpr (kZeros) return V::copy_sign(quotient, rough);
    return quotient;
  }

  SLACKWATER_MATH_INLINE bool doubtful() const {
    return V::any(V::mask_or(strange_, V::lt(least_, V::set(0x1p-800))));
  }

 private:
  VecOf<V> least_;
  MaskOf<V> strange_;
};

#endif
