#pragma once

#include <string>
#include <string_view>

namespace slackwater::api {

/// A text as an .lzma file: what `xz --format=lzma` writes.
///
/// Throws: std::bad_alloc, and std::runtime_error of a liblzma that was built without its encoder.
std::string lzma_file(std::string_view text);

}  // namespace slackwater::api
