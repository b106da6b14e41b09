/// Defines the inverse of the standard normal distribution function, for random draws and
/// distributions.
///
/// With q = p - 1/2: up to |q| = 0.425, q (sqrt(2 pi) + q^2 P(v) / Q(v)) with v = 0.425^2 - q^2.
/// Towards the ends, r = sqrt(-ln(tail probability)) and sqrt(2) r - P(v) / Q(v), with v = r - 1.6
/// up to r = 5 and v = r - 5 beyond (the least subnormal has r = 27.3). The leading terms carry the
/// value, so that the rounding of the quotients counts little. Error: at most 4 ulp.
/// p = 0 and p = 1 give -Inf and Inf, p outside [0, 1] NaN.
///
/// Source: the split is that of Wichura (1988), algorithm AS 241; the forms and coefficients are
/// our own, by tools/math_coefficients.py normal_quantile.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kQuantileCentreTop[] = {
    0x1.37fc2a497deaap+2,  0x1.779c14fb07d86p+7,  0x1.52df4f6867858p+11, 0x1.1d1997aabb990p+14,
    0x1.c58ccfa9017a3p+15, 0x1.318548dde0f98p+16, 0x1.f6b4613185a50p+14, 0x1.da3f6092024fap+8};
inline constexpr double kQuantileCentreBottom[] = {
    0x1.0000000000000p+0,  0x1.6466e39d1e98dp+5,  0x1.8281341dd1352p+9,  0x1.9ddade4eae15ap+12,
    0x1.ca697a1427323p+14, 0x1.f7731a9db5cf3p+15, 0x1.dce76b8c61460p+15, 0x1.0fb0fd0adb46dp+14};
inline constexpr double kQuantileNearTop[] = {
    0x1.adb954c2ae752p-1, 0x1.6e4585963769dp+0, 0x1.dfe95187908dfp-1,  0x1.3034d85a72447p-2,
    0x1.7cc3456107d49p-5, 0x1.9f85a76fd3fbcp-9, 0x1.15de1534bf199p-14, 0x1.275563af756ebp-24};
inline constexpr double kQuantileNearBottom[] = {
    0x1.0000000000000p+0, 0x1.06f7352ba8980p+1, 0x1.b04c6167dfa25p+0,  0x1.6b702987e0242p-1,
    0x1.49a4123fdc79dp-3, 0x1.34da5ffaa42fep-6, 0x1.fe081f6baba1fp-11, 0x1.ee549f01f5c5cp-17};
inline constexpr double kQuantileFarTop[] = {
    0x1.a7143ee02598dp-2,  0x1.91a88ca3b12b0p-3,  0x1.1333366c360b9p-5,  0x1.506b18605df86p-9,
    0x1.71a15b4f7c0a2p-14, 0x1.44b5fcacbb144p-20, 0x1.45f49295963aep-28, 0x1.a72bbc769b9afp-41};
inline constexpr double kQuantileFarBottom[] = {
    0x1.0000000000000p+0,  0x1.385e1de3357c0p-1,  0x1.24a42f2da95fep-3,  0x1.0915bb4fea4c6p-6,
    0x1.e28a09923471dp-11, 0x1.a26e5279e7271p-16, 0x1.27eb492859581p-22, 0x1.cd559db802494p-31};

inline constexpr double kRootTwo = 0x1.6a09e667f3bcdp+0;
inline constexpr double kRootTwoTail = -0x1.bdd3413b26456p-54;
inline constexpr double kRootTwoPi = 0x1.40d931ff62706p+1;
inline constexpr double kRootTwoPiTail = -0x1.a6a0d6f814637p-53;

template <class V, std::size_t kTop, std::size_t kBottom>
SLACKWATER_MATH_INLINE VecOf<V> rational(VecOf<V> x, const double (&top)[kTop],
                                         const double (&bottom)[kBottom]) {
  return polynomial<V>(x, top) / polynomial<V>(x, bottom);
}

template <class V>
SLACKWATER_MATH_INLINE VecOf<V> normal_quantile(VecOf<V> probability) {
  const VecOf<V> zero = V::set(0.0);
  const VecOf<V> one = V::set(1.0);
  const VecOf<V> q = probability - V::set(0.5);
  const VecOf<V> size = V::abs(q);
  const VecOf<V> square = q * q;
  const VecOf<V> bend =
      square * rational<V>(V::set(0.180625) - square, kQuantileCentreTop, kQuantileCentreBottom);
  VecOf<V> result = q * V::set(kRootTwoPi) + q * (V::set(kRootTwoPiTail) + bend);
  const MaskOf<V> tail = V::gt(size, V::set(0.425));
  // Skipping a branch that no lane needs changes no lane's value.
  if (V::any(tail)) {
    const VecOf<V> probability_beyond = V::raw_min(probability, one - probability);
    const VecOf<V> r = V::sqrt(V::neg(ln<V>(probability_beyond)));
    VecOf<V> correction = rational<V>(r - V::set(1.6), kQuantileNearTop, kQuantileNearBottom);
    const MaskOf<V> far = V::gt(r, V::set(5.0));
    if (V::any(V::mask_and(tail, far))) {
      const VecOf<V> far_correction =
          rational<V>(r - V::set(5.0), kQuantileFarTop, kQuantileFarBottom);
      correction = V::select(far, far_correction, correction);
    }
    const VecOf<V> distance = V::set(kRootTwo) * r + (V::set(kRootTwoTail) * r - correction);
    result = V::select(tail, V::copy_sign(distance, q), result);
    const MaskOf<V> end = V::mask_or(V::eq(probability, zero), V::eq(probability, one));
    result = V::select(end, V::copy_sign(infinity<V>(), q), result);
  }
  const MaskOf<V> valid = V::mask_and(V::ge(probability, zero), V::le(probability, one));
  return V::select(valid, result, canonical_nan<V>());
}

#endif
