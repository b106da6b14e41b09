#include "lanes/kernel.hpp"

#include "lanes/kernel_families.hpp"

#if !defined(__wasm__)
#include <hwy/targets.h>
#endif

namespace slackwater::run {

#if defined(__wasm__)

InstructionSet available(InstructionSet) { return InstructionSet::scalar; }

const Kernel& kernel(std::size_t lanes, InstructionSet) { return scalar_kernel(lanes); }

#else

namespace {

#if defined(__x86_64__)
InstructionSet best_of_machine() {
  // Highway detects once and caches; bits of older targets are set as well.
  const auto targets = hwy::SupportedTargets();
  if ((targets & HWY_AVX3) != 0) return InstructionSet::avx3;
  if ((targets & HWY_AVX2) != 0) return InstructionSet::avx2;
  if ((targets & HWY_SSE4) != 0) return InstructionSet::sse4;
  return InstructionSet::scalar;
}
#else
InstructionSet best_of_machine() { return InstructionSet::best; }
#endif

const Kernel* simd_kernel(std::size_t lanes, InstructionSet set) {
  switch (lanes) {
    case 1:
      return kernel_1_of(set);
    case 2:
      return kernel_2_of(set);
    case 4:
      return kernel_4_of(set);
    case 16:
      return kernel_16_of(set);
    case 32:
      return kernel_32_of(set);
    default:
      return kernel_any_of(set);
  }
}

}  // namespace

InstructionSet available(InstructionSet cap) {
  static const InstructionSet best = best_of_machine();
  return cap < best ? cap : best;
}

const Kernel& kernel(std::size_t lanes, InstructionSet set) {
  const Kernel* found = simd_kernel(lanes, set);
  return found != nullptr ? *found : scalar_kernel(lanes);
}

#endif

}  // namespace slackwater::run
