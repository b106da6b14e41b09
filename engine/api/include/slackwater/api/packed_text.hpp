#pragma once

#include <string>
#include <string_view>

#include "slackwater/base/result.hpp"

namespace slackwater::api {

/// Bytes as a short text that stands for itself in HTML and in an attribute.
///
/// Size, Adler-32 (RFC 1950) and an .lzma file of the bytes, written in 91 signs of which two hold
/// 13 bits. web/src/payload/unpack.ts reads it; web/pack.mjs writes the same form.
///
/// Errors: E9043 for 64 MiB or more, which the page does not unpack.
base::Result<std::string> packed_text(std::string_view bytes);

}  // namespace slackwater::api
