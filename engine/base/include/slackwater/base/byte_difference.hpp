#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slackwater::base {

/// What makes `to` of `from`: pieces to copy and bytes to insert.
///
/// Guarantees: the same bytes give the same difference on every machine; linear time.
std::string byte_difference(std::string_view from, std::string_view to);

/// `to` again; nothing when the difference is damaged or was not made from these bytes.
///
/// Guarantees: trusts no byte; the result is no longer than 64 times both inputs together.
std::optional<std::string> patched(std::string_view from, std::string_view difference);

}  // namespace slackwater::base
