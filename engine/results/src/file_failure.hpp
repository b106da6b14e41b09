#pragma once

#include <string>

namespace slackwater::results {

/// What a person can do about an errno of a file operation.
std::string remedy(int error);

/// Throws the FileError "path: cannot <doing>: <what the system says>" with its remedy.
[[noreturn]] void fail(const std::string& path, const std::string& doing, int error);

}  // namespace slackwater::results
