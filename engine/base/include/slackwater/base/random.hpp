#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace slackwater::base {

/// What a random draw depends on, and nothing else: adding a variable, policy or machine changes no
/// other draw.
struct DrawKey {
  std::uint64_t seed = 0;    ///< of the study
  std::uint64_t sample = 0;  ///< row of the design; policies and futures of one sample share draws
  std::uint64_t stream = 0;  ///< stream_of(...): which call in which variable and element
  std::uint64_t step = 0;    ///< integer time step, 0 for draws made once per sample
};

/// Names a stream of draws: a stable 64-bit hash of variable name, occurrence in its equation, and
/// element.
std::uint64_t stream_of(std::string_view name, std::uint32_t occurrence = 0,
                        std::uint32_t element = 0);

/// Four independent 32-bit words for this key (Philox4x32-10). Source: Salmon et al., SC11, via
/// Random123.
std::array<std::uint32_t, 4> random_words(const DrawKey& key, std::uint32_t counter = 0);

/// A uniform number in the open interval (0, 1) with 52 random bits, never 0 or 1.
double uniform_open(const DrawKey& key, std::uint32_t counter = 0);

/// A 64-bit FNV-1a hash: stable over machines and versions, not cryptographic.
std::uint64_t fnv1a(std::string_view text, std::uint64_t basis = 14695981039346656037ull);

}  // namespace slackwater::base
