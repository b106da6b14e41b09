#include "slackwater/base/floating_point_scope.hpp"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace slackwater::base {

namespace {

#if defined(__SSE2__)
// All exceptions masked, round to nearest, flush-to-zero and denormals-are-zero off.
constexpr std::uint64_t kIeee = 0x1F80;
std::uint64_t control() { return _mm_getcsr(); }
void set_control(std::uint64_t value) { _mm_setcsr(static_cast<unsigned>(value)); }
#elif defined(__aarch64__)
// FPCR: no traps, round to nearest, FZ off.
constexpr std::uint64_t kIeee = 0;
std::uint64_t control() {
  std::uint64_t value;
  asm volatile("mrs %0, fpcr" : "=r"(value));
  return value;
}
void set_control(std::uint64_t value) { asm volatile("msr fpcr, %0" : : "r"(value)); }
#else
constexpr std::uint64_t kIeee = 0;
std::uint64_t control() { return 0; }
void set_control(std::uint64_t) {}
#endif

}  // namespace

FloatingPointScope::FloatingPointScope() : saved_(control()) { set_control(kIeee); }
FloatingPointScope::~FloatingPointScope() { set_control(saved_); }

}  // namespace slackwater::base
