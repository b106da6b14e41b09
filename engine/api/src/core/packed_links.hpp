#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/model/polarity.hpp"

namespace slackwater::api {

/// Three numbers a link: the variable it leads to as the step from the last one, the variable it
/// comes from, and its sign with whether it is delayed.
std::string packed_links(const std::vector<model::SignedLink>& links);

/// The links again; nothing when they are damaged or no links of so many variables.
std::optional<std::vector<model::SignedLink>> unpacked_links(std::string_view bytes,
                                                             std::size_t variables);

}  // namespace slackwater::api
