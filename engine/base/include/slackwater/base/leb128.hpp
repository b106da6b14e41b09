#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Whole numbers as few bytes: seven bits a byte, the lowest first, the eighth says "more"
/// (LEB128).
namespace slackwater::base {

void append_leb128(std::string& bytes, std::uint64_t value);

/// Takes a number off the front; nothing when it does not end or has more than 64 bits.
std::optional<std::uint64_t> take_leb128(std::string_view& bytes);

/// Small numbers of either sign as small numbers: 0, -1, 1, -2, 2 as 0, 1, 2, 3, 4.
constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t code) {
  return static_cast<std::int64_t>((code >> 1) ^ (0 - (code & 1)));
}

}  // namespace slackwater::base
