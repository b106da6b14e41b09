// Two powers at a time: the same text of the function on two lanes, so the same bits, in half the
// time. Powers are most of the time of models that have some.
#include "pair_policy.hpp"
#include "slackwater/program/math/generic_functions.hpp"
#include "text.hpp"

SLACKWATER_EXPORT(power_pair)
(double base, double exponent, double other_base, double other_exponent, double* other)->double {
  using V = slackwater::wasm::PairPolicy;
  const auto powers = slackwater::program::math::generic::power<V>(
      V::Vec{base, other_base}, V::Vec{exponent, other_exponent});
  *other = powers[1];
  return powers[0];
}
