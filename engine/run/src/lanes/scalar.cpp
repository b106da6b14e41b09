// The kernels without any instruction set of their own: WebAssembly, old processors, and a cap for
// tests.
#include <cassert>

#include "lanes/dispatch.hpp"
#include "lanes/kernel.hpp"
#include "lanes/kernel_families.hpp"
#include "lanes/places.hpp"
#include "slackwater/base/random.hpp"
#include "slackwater/program/math/generic_functions.hpp"
#include "slackwater/program/random_operators.hpp"
#include "slackwater/program/scalar_operators.hpp"

#if !defined(HWY_INLINE)
#define HWY_INLINE SLACKWATER_MATH_INLINE
#endif

namespace slackwater::run {

namespace {
namespace math = program::math::generic;
#include "lanes/handlers-inl.hpp"
}  // namespace

const Kernel& scalar_kernel([[maybe_unused]] std::size_t lanes) {
  static const Kernel one = LaneHandlers<program::math::ScalarPolicy, 1>::kernel();
#if defined(SLACKWATER_RUN_ONE_LANE)
  assert(lanes == 1);
  return one;
#else
  static const Kernel any = LaneHandlers<program::math::ScalarPolicy, 0>::kernel();
  return lanes == 1 ? one : any;
#endif
}

}  // namespace slackwater::run
