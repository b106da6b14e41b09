#pragma once

#include <cstdint>

namespace slackwater::ensemble {

/// Where `index` goes in a random permutation of 0 .. count - 1 that `key` names; no table is kept.
///
/// Guarantees: a bijection for every key. Source: a Feistel network of four rounds with cycle
/// walking (Black and Rogaway 2002).
std::uint64_t permuted(std::uint64_t index, std::uint64_t count, std::uint64_t key);

/// A 64-bit mix in which every input bit reaches every output bit (the finalizer of SplitMix64).
std::uint64_t mixed(std::uint64_t value);

}  // namespace slackwater::ensemble
