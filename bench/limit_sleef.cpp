#include <memory>

#include "contestants.hpp"

#if defined(SLACKWATER_HAVE_SLEEF) && defined(__AVX512F__)
#include <sleef.h>

#include "simd_machine.hpp"
#include "simulate.hpp"

namespace slackwater::bench {

struct SleefFunctions {
  using V = HWY_NAMESPACE::OurFunctions::V;
#define SLACKWATER_BENCH_SLEEF(name, function) \
  static V name(V a) { return V{function(a.raw)}; }
  SLACKWATER_BENCH_SLEEF(exp, Sleef_expd8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(ln, Sleef_logd8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(log10, Sleef_log10d8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(sin, Sleef_sind8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(cos, Sleef_cosd8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(tan, Sleef_tand8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(asin, Sleef_asind8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(acos, Sleef_acosd8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(atan, Sleef_atand8_u10avx512f)
  SLACKWATER_BENCH_SLEEF(tanh, Sleef_tanhd8_u10avx512f)
#undef SLACKWATER_BENCH_SLEEF
  static V logistic(V a) {
    using Policy = HWY_NAMESPACE::OurFunctions::Policy;
    const V one = Policy::set(1);
    return one / (one + exp(Policy::neg(a)));
  }
  static V power(V a, V b) { return V{Sleef_powd8_u10avx512f(a.raw, b.raw)}; }
};

Contestant limit_with_sleef() {
  using Machine = HWY_NAMESPACE::Simd<SleefFunctions>;
  return {Machine::kLanes, [](const double* parameters, double* saved) {
            static const auto simulation = std::make_unique<Simulation<Machine>>();
            simulation->run(parameters, saved);
          }};
}

}  // namespace slackwater::bench
#else
namespace slackwater::bench {
Contestant limit_with_sleef() { return {0, nullptr}; }
}  // namespace slackwater::bench
#endif
