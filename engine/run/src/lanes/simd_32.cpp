// The kernels of 32 lanes.
#if !defined(__wasm__)

#include "lanes/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lanes/simd_32.cpp"
#include <hwy/foreach_target.h>

#include "lanes/simd_includes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace slackwater::run::HWY_NAMESPACE {
namespace {
namespace math = program::math::HWY_NAMESPACE;
#include "lanes/handlers-inl.hpp"
}  // namespace

const Kernel& kernel_32() {
  using Policy = math::HighwayPolicy<hwy::HWY_NAMESPACE::CappedTag<double, 32>>;
  static const Kernel kernel = LaneHandlers<Policy, 32>::kernel();
  return kernel;
}

}  // namespace slackwater::run::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace slackwater::run {
SLACKWATER_RUN_KERNEL_OF_SET(kernel_32)
}  // namespace slackwater::run
#endif

#endif
