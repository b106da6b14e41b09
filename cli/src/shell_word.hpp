#pragma once

#include <string>
#include <vector>

namespace slackwater::cli {

/// The text as one word of a shell's command line: quoted unless it is plain.
std::string shell_word(const std::string& text);

/// The words of a line that was put together of shell_word.
std::vector<std::string> shell_words(const std::string& line);

}  // namespace slackwater::cli
