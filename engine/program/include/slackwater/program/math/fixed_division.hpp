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

/// 1 / divisor, or NaN where it is of no use to fixed_quotient.
template <class V>
SLACKWATER_MATH_INLINE VecOf<V> inverse_of(VecOf<V> divisor) {
  const VecOf<V> size = V::abs(divisor);
  const MaskOf<V> ordinary =
      V::mask_and(V::ge(size, V::set(0x1p-100)), V::le(size, V::set(0x1p+100)));
  return V::select(ordinary, V::set(1.0) / divisor, canonical_nan<V>());
}

/// dividend / divisor, unless `doubtful` says afterwards that one of the quotients may differ.
/// kZeros: those of zeros count too, for one operation more; otherwise they are doubtful.
template <class V, bool kZeros = false>
SLACKWATER_MATH_INLINE VecOf<V> fixed_quotient(VecOf<V> dividend, VecOf<V> divisor,
                                               VecOf<V> inverse) {
  const VecOf<V> rough = dividend * inverse;
  const VecOf<V> rest = V::fused_subtract(dividend, divisor, rough);
  const VecOf<V> quotient = V::fused_add(rough, rest, inverse);
  if constexpr (kZeros) return V::copy_sign(quotient, rough);
  return quotient;
}

/// Whether a quotient is a NaN or its dividend so small that it may not be the division's.
template <class V, bool kZeros, std::size_t kCount>
SLACKWATER_MATH_INLINE bool doubtful(const VecOf<V> (&dividends)[kCount],
                                     const VecOf<V> (&quotients)[kCount]) {
  VecOf<V> least = V::set(1.0);  // until there is a first one
  MaskOf<V> strange = V::either_nan(quotients[0], quotients[kCount - 1]);
  for (std::size_t i = 0; i < kCount; ++i) {
    VecOf<V> size = dividends[i];
    if constexpr (kZeros) size = V::select(V::eq(size, V::set(0.0)), V::set(1.0), size);
    least = i == 0 ? size : V::least_size(least, size);
    if (i % 2 == 1 && i + 1 < kCount) {
      strange = V::mask_or(strange, V::either_nan(quotients[i], quotients[i + 1]));
    }
  }
  if constexpr (kCount == 1) least = V::abs(least);
  return V::any(V::mask_or(strange, V::lt(least, V::set(0x1p-800))));
}

#endif
