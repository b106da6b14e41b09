#include "slackwater/base/random.hpp"

#include <Random123/philox.h>

namespace slackwater::base {

std::uint64_t fnv1a(std::string_view text, std::uint64_t basis) {
  std::uint64_t hash = basis;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ull;
  }
  return hash;
}

std::uint64_t stream_of(std::string_view name, std::uint32_t occurrence, std::uint32_t element) {
  // Mixed with the finalizer of SplitMix64 so that neighbouring occurrences share no bits.
  std::uint64_t z =
      fnv1a(name) + 0x9E3779B97F4A7C15ull * occurrence + 0xD1B54A32D192ED03ull * element;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

namespace {

std::uint64_t mix(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

}  // namespace

std::array<std::uint32_t, 4> random_words(const DrawKey& key, std::uint32_t counter) {
  // The 64-bit Philox key names the stream of one study; the 128-bit counter walks samples, steps
  // and words.
  const std::uint64_t stream = mix(key.stream ^ mix(key.seed));
  const r123::Philox4x32::key_type philox_key = {
      {static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)}};
  const std::uint64_t step = (key.step << 8) | (counter & 0xFFu);
  const r123::Philox4x32::ctr_type place = {
      {static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32),
       static_cast<std::uint32_t>(key.sample), static_cast<std::uint32_t>(key.sample >> 32)}};
  const auto words = r123::Philox4x32()(place, philox_key);
  return {words[0], words[1], words[2], words[3]};
}

double uniform_open(const DrawKey& key, std::uint32_t counter) {
  const auto words = random_words(key, counter);
  const std::uint64_t bits = ((static_cast<std::uint64_t>(words[0]) << 32) | words[1]) >> 11;
  // Centres of 2^52 equal cells: exact in a double, symmetric about 1/2 and never at an end.
  return (static_cast<double>(bits >> 1) + 0.5) * 0x1p-52;
}

}  // namespace slackwater::base
