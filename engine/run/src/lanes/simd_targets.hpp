#pragma once

// Which of Highway's targets are built: SSE4, AVX2 and AVX3 (AVX-512) on x86, the baseline
// elsewhere. Older x86 processors run the scalar kernels.
#if defined(__x86_64__)
#define HWY_BASELINE_TARGETS HWY_SSE4
#endif

#define SLACKWATER_RUN_JOIN_(a, b) a##b
#define SLACKWATER_RUN_JOIN(a, b) SLACKWATER_RUN_JOIN_(a, b)

// Defines `const Kernel* <name>_of(InstructionSet)`: null for a set that is not built.
#if defined(__x86_64__)
#define SLACKWATER_RUN_KERNEL_OF_SET(name)                           \
  const Kernel* SLACKWATER_RUN_JOIN(name, _of)(InstructionSet set) { \
    switch (set) {                                                   \
      case InstructionSet::sse4:                                     \
        return &N_SSE4::name();                                      \
      case InstructionSet::avx2:                                     \
        return &N_AVX2::name();                                      \
      case InstructionSet::avx3:                                     \
        return &N_AVX3::name();                                      \
      default:                                                       \
        return nullptr;                                              \
    }                                                                \
  }
#else
#define SLACKWATER_RUN_KERNEL_OF_SET(name)                                        \
  const Kernel* SLACKWATER_RUN_JOIN(name, _of)(InstructionSet set) {              \
    return set == InstructionSet::best ? &HWY_STATIC_NAMESPACE::name() : nullptr; \
  }
#endif
