#pragma once

#include <cstdint>
#include <string_view>

namespace slackwater::language {

struct CodePoint {
  std::uint32_t value = 0;
  int length = 1;     ///< bytes
  bool valid = true;  ///< false: not UTF-8 (stray or missing continuation, overlong, surrogate)
};

/// The code point at the start of a text that is not empty.
CodePoint decode_code_point(std::string_view text);

}  // namespace slackwater::language
