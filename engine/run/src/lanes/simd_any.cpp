// The kernels of as many lanes as the run says: 8 or 64.
#if !defined(__wasm__)

#include "lanes/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lanes/simd_any.cpp"
#include <hwy/foreach_target.h>

#include "lanes/simd_includes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace slackwater::run::HWY_NAMESPACE {
namespace {
namespace math = program::math::HWY_NAMESPACE;
#include "lanes/handlers-inl.hpp"
}  // namespace

const Kernel& kernel_any() {
  using Policy = math::HighwayPolicy<hwy::HWY_NAMESPACE::ScalableTag<double>>;
  static const Kernel kernel = LaneHandlers<Policy, 0>::kernel();
  return kernel;
}

}  // namespace slackwater::run::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace slackwater::run {
SLACKWATER_RUN_KERNEL_OF_SET(kernel_any)
}  // namespace slackwater::run
#endif

#endif
