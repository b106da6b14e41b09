#pragma once

#include <string>

namespace slackwater::cli {

/// The text as one word of a shell's command line: quoted unless it is plain.
std::string shell_word(const std::string& text);

}  // namespace slackwater::cli
