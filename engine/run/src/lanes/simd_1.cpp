// The kernels of one lane: a single run, in plain scalar arithmetic with the instructions of each
// set.
#if !defined(__wasm__)

#include "lanes/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lanes/simd_1.cpp"
#include <hwy/foreach_target.h>

#include "lanes/simd_includes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace slackwater::run::HWY_NAMESPACE {
namespace {
namespace math = program::math::HWY_NAMESPACE;
#include "lanes/handlers-inl.hpp"
}  // namespace

const Kernel& kernel_1() {
  using Policy = math::HighwayPolicy<hwy::HWY_NAMESPACE::CappedTag<double, 1>>;
  static const Kernel kernel = LaneHandlers<Policy, 1>::kernel();
  return kernel;
}

}  // namespace slackwater::run::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace slackwater::run {
SLACKWATER_RUN_KERNEL_OF_SET(kernel_1)
}  // namespace slackwater::run
#endif

#endif
