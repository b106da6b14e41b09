#pragma once

#include <string>

namespace slackwater::cli {

/// A span as people read it, to the second: "59 s", "1 min 58 s"; from an hour on "1 h 05 min".
std::string duration(double seconds);

}  // namespace slackwater::cli
