#include "slackwater/api/packed_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "page/lzma_file.hpp"

namespace slackwater::api {
namespace {

constexpr std::size_t kTooMany = std::size_t{1} << 26;

base::Diagnostics too_much(std::size_t size) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9043",
                    fmt::format("the page would hold {} MiB of data, and it reads less than {}",
                                size >> 20, kTooMany >> 20),
                    {}, "shorten the longest texts of model and scenario file, or its data series");
  return diagnostics;
}

// Four bytes, the lowest first.
void append(std::string& bytes, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

std::uint32_t adler32(std::string_view bytes) {
  constexpr std::uint32_t kPrime = 65521;
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (const char byte : bytes) {
    low = (low + static_cast<unsigned char>(byte)) % kPrime;
    high = (high + low) % kPrime;
  }
  return high << 16 | low;
}

// Printable ASCII without the space and what HTML would have to escape.
constexpr auto kSigns = [] {
  std::array<char, 91> signs{};
  std::size_t count = 0;
  for (char sign = '!'; sign <= '~'; ++sign) {
    if (sign != '"' && sign != '&' && sign != '<') signs[count++] = sign;
  }
  return signs;
}();

std::string in_signs(std::string_view bytes) {
  constexpr int kBitsOfPair = 13;
  std::string text;
  text.reserve(bytes.size() * 16 / kBitsOfPair + 2);
  std::uint32_t held = 0;
  int count = 0;
  const auto add_pair = [&] {
    const auto value = held & ((1U << kBitsOfPair) - 1);
    text += kSigns[value % kSigns.size()];
    text += kSigns[value / kSigns.size()];
    held >>= kBitsOfPair;
    count -= kBitsOfPair;
  };
  for (const char byte : bytes) {
    held |= static_cast<std::uint32_t>(static_cast<unsigned char>(byte)) << count;
    count += 8;
    if (count >= kBitsOfPair) add_pair();
  }
  if (count > 0) add_pair();
  return text;
}

}  // namespace

base::Result<std::string> packed_text(std::string_view bytes) {
  if (bytes.size() >= kTooMany) return too_much(bytes.size());
  std::string packed;
  append(packed, static_cast<std::uint32_t>(bytes.size()));
  append(packed, adler32(bytes));
  return in_signs(packed + lzma_file(bytes));
}

}  // namespace slackwater::api
