#pragma once

#include <cstdint>

namespace slackwater::base {

/// Sets IEEE arithmetic for its lifetime: round to nearest, subnormal numbers kept, no traps; then
/// restores what was.
///
/// A foreign library built with -Ofast turns flush-to-zero on for a whole process; every entry to
/// the engine that calculates holds one of these, so that the same run gives the same bits in any
/// host. Guarantees: the control register at the end is the one at the beginning. Does nothing
/// where there is no such register (WebAssembly is always IEEE).
class FloatingPointScope {
 public:
  FloatingPointScope();
  ~FloatingPointScope();
  FloatingPointScope(const FloatingPointScope&) = delete;
  FloatingPointScope& operator=(const FloatingPointScope&) = delete;

 private:
  std::uint64_t saved_;
};

}  // namespace slackwater::base
