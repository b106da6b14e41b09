#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slackwater::diagram {

/// The width of a text in pixels, never less than what a browser needs with the briefing's fonts.
double text_width(std::string_view text, double size, bool bold = false);

/// The text itself, or its beginning and an ellipsis, so that it is at most `width` wide.
std::string shortened(std::string_view text, double width, double size, bool bold = false);

/// The text in at most `lines` lines broken at blanks, the last one shortened when need be.
std::vector<std::string> wrapped(std::string_view text, double width, double size, bool bold,
                                 std::size_t lines);

/// Code points of UTF-8 text, each as the bytes that encode it.
std::vector<std::string_view> code_points(std::string_view text);

}  // namespace slackwater::diagram
