// Defines the inverse of the standard normal distribution function, for random draws and
// distributions.
//
// With q = p - 1/2: |q| <= 0.425: q P(v) / Q(v), v = 0.425^2 - q^2. Towards the ends r =
// sqrt(-ln(tail probability)) and a rational function of r - 1.6 up to r = 5, of r - 5 beyond (to
// the least subnormal, r = 27.3). The split is that of Wichura (1988), algorithm AS 241; the
// coefficients, one degree longer, are our own (relative error at most 2^-56.6). p = 0 and p = 1
// give -Inf and Inf, p outside [0, 1] NaN. Error: a few ulp (tests state the limit). Source:
// coefficients by tools/math_coefficients.py normal_quantile.
#ifndef SLACKWATER_MATH_PASS
#include "slackwater/program/math/generic_functions.hpp"
#else

inline constexpr double kQuantileCentreTop[] = {
    0x1.b18d91e9eef76p+1,  0x1.1cefddf96c088p+7,  0x1.1fa6b5a170b2bp+11,
    0x1.18da640b5d2b4p+14, 0x1.12aa665f99ea6p+16, 0x1.f80780927f40cp+16,
    0x1.646f3e960c4e2p+16, 0x1.a61c167441352p+13, -0x1.21a526e48b21dp+9};
inline constexpr double kQuantileCentreBottom[] = {
    0x1.0000000000000p+0,  0x1.6889150b0b42fp+5,  0x1.8c637d51ffbc5p+9,  0x1.af76fbbb361fap+12,
    0x1.e76d9afb2e9f6p+14, 0x1.120c955086dc7p+16, 0x1.0af977835b71ep+16, 0x1.3a4f5d24f336ep+14};
inline constexpr double kQuantileNearTop[] = {
    0x1.6c665fde9526ap+0, 0x1.26c7ffd164c82p+2, 0x1.6e66fce6f2c40p+2,
    0x1.d41fd1d8f0e14p+1, 0x1.547d51d7b2566p+0, 0x1.2264c0371c93ap-2,
    0x1.1954922e9e32cp-5, 0x1.10801048a00aap-9, 0x1.72beebbbae32ep-15};
inline constexpr double kQuantileNearBottom[] = {
    0x1.0000000000000p+0, 0x1.049dba494da59p+1, 0x1.aa6b3e45d50e5p+0,  0x1.6a5685673b327p-1,
    0x1.587b2ba1e0a9ap-3, 0x1.6a2184de2c814p-6, 0x1.745204a1bb90ep-10, 0x1.0625a0ec3a767p-15};
inline constexpr double kQuantileFarTop[] = {
    0x1.aa1b1c13ee526p+2,  0x1.637c3c3deb71cp+2,  0x1.db6cb8beb2cc8p+0,
    0x1.46fc392ecc9cap-2,  0x1.edb87f11b8734p-6,  0x1.94cf9214714fdp-10,
    0x1.4f49c94bcf7f7p-15, 0x1.dddb909743094p-22, 0x1.917d2460870fap-30};
inline constexpr double kQuantileFarBottom[] = {
    0x1.0000000000000p+0,  0x1.3a1640c9596acp-1,  0x1.288384b3c2858p-3,  0x1.0f9cb54e13202p-6,
    0x1.f6f1bfe96f5c5p-11, 0x1.c045b0161bfe0p-16, 0x1.4c5a3ae982f9cp-22, 0x1.1be53784dd273p-30};

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
  VecOf<V> result =
      q * rational<V>(V::set(0.180625) - q * q, kQuantileCentreTop, kQuantileCentreBottom);
  const MaskOf<V> tail = V::gt(size, V::set(0.425));
  // Skipping a branch that no lane needs changes no lane's value.
  if (V::any(tail)) {
    const VecOf<V> probability_beyond = V::raw_min(probability, one - probability);
    const VecOf<V> r = V::sqrt(V::neg(ln<V>(probability_beyond)));
    VecOf<V> distance = rational<V>(r - V::set(1.6), kQuantileNearTop, kQuantileNearBottom);
    const MaskOf<V> far = V::gt(r, V::set(5.0));
    if (V::any(V::mask_and(tail, far))) {
      const VecOf<V> far_distance =
          rational<V>(r - V::set(5.0), kQuantileFarTop, kQuantileFarBottom);
      distance = V::select(far, far_distance, distance);
    }
    result = V::select(tail, V::copy_sign(distance, q), result);
    const MaskOf<V> end = V::mask_or(V::eq(probability, zero), V::eq(probability, one));
    result = V::select(end, V::copy_sign(infinity<V>(), q), result);
  }
  const MaskOf<V> valid = V::mask_and(V::ge(probability, zero), V::le(probability, one));
  return V::select(valid, result, canonical_nan<V>());
}

#endif
