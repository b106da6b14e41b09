#pragma once

#include <string_view>

namespace slackwater {

/// The what-if page without a scenario, `player.html`; empty in a build without it.
std::string_view player();

}  // namespace slackwater
