#pragma once

#include <string>
#include <string_view>

namespace slackwater::cli {

/// The same text as a terminal may show it: what is no UTF-8 becomes U+FFFD, control characters
/// too.
///
/// Lines of a damaged or hostile file cannot move the cursor or set titles. Line ends, tabs and
/// colours stay.
std::string printable(std::string_view text);

}  // namespace slackwater::cli
