// The kernels of 16 lanes, the width of batches.
#if !defined(__wasm__)

#include "lanes/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lanes/simd_16.cpp"
#include <hwy/foreach_target.h>

#include "lanes/simd_includes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace slackwater::run::HWY_NAMESPACE {
namespace {
namespace math = program::math::HWY_NAMESPACE;
#include "lanes/handlers-inl.hpp"
}  // namespace

const Kernel& kernel_16() {
  using Policy = math::HighwayPolicy<hwy::HWY_NAMESPACE::CappedTag<double, 16>>;
  static const Kernel kernel = LaneHandlers<Policy, 16>::kernel();
  return kernel;
}

}  // namespace slackwater::run::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace slackwater::run {
SLACKWATER_RUN_KERNEL_OF_SET(kernel_16)
}  // namespace slackwater::run
#endif

#endif
