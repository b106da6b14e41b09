#include "utf8.hpp"

namespace slackwater::language {

CodePoint decode_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(0);
  if (first < 0x80) return {first, 1, true};
  int length = 0;
  std::uint32_t value = 0;
  std::uint32_t least = 0;
  if ((first & 0xE0u) == 0xC0u) {
    length = 2, value = first & 0x1Fu, least = 0x80;
  } else if ((first & 0xF0u) == 0xE0u) {
    length = 3, value = first & 0x0Fu, least = 0x800;
  } else if ((first & 0xF8u) == 0xF0u) {
    length = 4, value = first & 0x07u, least = 0x10000;
  } else {
    return {first, 1, false};
  }
  for (int i = 1; i < length; ++i) {
    const auto place = static_cast<std::size_t>(i);
    if (place >= text.size() || (byte(place) & 0xC0u) != 0x80u) return {first, i, false};
    value = (value << 6) | (byte(place) & 0x3Fu);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return {value, length, value >= least && value <= 0x10FFFF && !surrogate};
}

}  // namespace slackwater::language
