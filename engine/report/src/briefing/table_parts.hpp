#pragma once

#include <string>

#include "briefing/parts.hpp"

namespace slackwater::report {

/// A head cell for every shown policy, with its line.
std::string policy_heads(const Page& page);
/// A row that names the future, when there are several.
std::string group_row(const Page& page, std::size_t future, std::size_t columns);
/// "Lead time week", the unit in a softer tone.
std::string with_unit(const std::string& title, const std::string& unit);

}  // namespace slackwater::report
