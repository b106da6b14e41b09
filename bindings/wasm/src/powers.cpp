// Two and four powers at a time: the same text of the function on several lanes, so the same bits,
// in less time. Powers are most of the time of models that have some.
#include "pair_policy.hpp"
#include "slackwater/program/math/generic_functions.hpp"
#include "text.hpp"

using slackwater::wasm::PairPolicy;
using FourPolicy = slackwater::program::math::generic::TwicePolicy<PairPolicy>;

namespace slackwater::program::math::generic {

// The rare cases need not be quick: no second copy of their code.
template <>
FourPolicy::Vec power_anywhere<FourPolicy>(FourPolicy::Vec base, FourPolicy::Vec exponent) {
  return {power_anywhere<PairPolicy>(base.first, exponent.first),
          power_anywhere<PairPolicy>(base.second, exponent.second)};
}

}  // namespace slackwater::program::math::generic

using slackwater::program::math::generic::power;

SLACKWATER_EXPORT(power_pair)
(double base, double exponent, double other_base, double other_exponent, double* other)->double {
  using V = PairPolicy;
  const auto powers = power<V>(V::Vec{base, other_base}, V::Vec{exponent, other_exponent});
  *other = powers[1];
  return powers[0];
}

SLACKWATER_EXPORT(power_four)
(double base, double exponent, double second_base, double second_exponent, double third_base,
 double third_exponent, double fourth_base, double fourth_exponent, double* others)
    ->double {
  using V = FourPolicy;
  using Pair = PairPolicy::Vec;
  const V::Vec bases{Pair{base, second_base}, Pair{third_base, fourth_base}};
  const V::Vec exponents{Pair{exponent, second_exponent}, Pair{third_exponent, fourth_exponent}};
  const auto powers = power<V>(bases, exponents);
  others[0] = powers.first[1];
  others[1] = powers.second[0];
  others[2] = powers.second[1];
  return powers.first[0];
}
