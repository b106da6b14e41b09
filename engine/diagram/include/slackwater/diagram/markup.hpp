#pragma once

#include <string>
#include <string_view>

namespace slackwater::diagram {

/// Text of the user for HTML and SVG, inside elements and quoted attributes alike.
std::string escaped(std::string_view text);

}  // namespace slackwater::diagram
