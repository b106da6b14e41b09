#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lanes/kernel.hpp"
#include "slackwater/program/math/vector_policy.hpp"

namespace slackwater::run {

/// Where the values of an instruction are. The words are read in pairs, because of all that simple
/// instructions do, loads take longest.
class Places {
 public:
  SLACKWATER_MATH_INLINE explicit Places(const Decoded* at)
      : target_and_first_(pair(at, offsetof(Decoded, target))),
        others_(pair(at, offsetof(Decoded, operands) + sizeof(at->operands[0]))) {}

  SLACKWATER_MATH_INLINE double* target(char* lanes) const {
    return reinterpret_cast<double*>(lanes + first_of(target_and_first_));
  }
  template <int kWhich>
  SLACKWATER_MATH_INLINE std::size_t operand() const {
    if constexpr (kWhich == 0) return second_of(target_and_first_);
    return kWhich == 1 ? first_of(others_) : second_of(others_);
  }

 private:
  static_assert(offsetof(Decoded, operands) == offsetof(Decoded, target) + sizeof(std::uint32_t));
  static constexpr bool kLittle = std::endian::native == std::endian::little;

  static SLACKWATER_MATH_INLINE std::uint64_t pair(const Decoded* at, std::size_t offset) {
    std::uint64_t both;
    std::memcpy(&both, reinterpret_cast<const char*>(at) + offset, sizeof both);
    return both;
  }
  static SLACKWATER_MATH_INLINE std::size_t first_of(std::uint64_t both) {
    return kLittle ? static_cast<std::uint32_t>(both) : both >> 32;
  }
  static SLACKWATER_MATH_INLINE std::size_t second_of(std::uint64_t both) {
    return kLittle ? both >> 32 : static_cast<std::uint32_t>(both);
  }

  std::uint64_t target_and_first_;
  std::uint64_t others_;
};

}  // namespace slackwater::run
