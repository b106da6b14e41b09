#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

/// How blocks are hashed: the same bits, another speed.
enum class Sha256Path {
  plain,   ///< on any processor
  fastest  ///< with the processor's own instructions, where it has them (x86-64's SHA extensions)
};

/// Whether this processor has instructions for SHA-256 that `Sha256Path::fastest` uses.
bool processor_hashes();

/// SHA-256, so that anybody can repeat our hashes with a standard library. Source: FIPS 180-4.
class Sha256 {
 public:
  explicit Sha256(Sha256Path path = Sha256Path::fastest);
  void add(const void* data, std::size_t size);
  void add(std::string_view text) { add(text.data(), text.size()); }
  /// 64 lower-case hexadecimal digits. Ends the hash: add nothing afterwards.
  std::string hex();

 private:
  void (*add_blocks_)(std::array<std::uint32_t, 8>& state, const unsigned char* blocks,
                      std::size_t count);
  std::array<std::uint32_t, 8> state_;
  std::array<unsigned char, 64> buffer_{};
  std::uint64_t size_ = 0;
};

/// The SHA-256 of a text, in hexadecimal.
std::string sha256(std::string_view text);

/// A name for the bits of the series: equal exactly when time and all saved series are equal.
///
/// Hashes, with SHA-256 and in this order: the text "time" and a zero byte, the save points, and
/// for every saved variable in order of its name (bytes compared): the name, a zero byte, its
/// values as in SavedVariable::values. Numbers are little-endian doubles; every NaN counts as
/// 0x7ff8000000000000.
std::string fingerprint(const RunTable& table);

/// The same for one run of a table and some of its variables: equal wherever that run was made,
/// alone or among others. Names that the table does not keep are left out.
///
/// Shapes: of `values`, the part of that run, (axes..., time).
std::string run_fingerprint(const RunTable& table, std::size_t run,
                            std::vector<std::string> variables);

/// The same for a comparison: SHA-256 of the hexadecimal fingerprints of `defaults` and, if any,
/// `samples`.
std::string fingerprint(const Comparison& comparison);

}  // namespace slackwater::results
