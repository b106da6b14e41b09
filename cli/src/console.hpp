#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "slackwater/base/diagnostic.hpp"

/// What the command says and where: answers go to standard output, everything else to standard
/// error.
namespace slackwater::cli {

bool is_terminal(int descriptor);
/// Colours only on a terminal, and not when NO_COLOR is set or TERM is dumb.
bool wants_color(int descriptor);
/// False on a terminal whose locale is not UTF-8; files and pipes get UTF-8 everywhere.
bool takes_unicode(int descriptor);
int terminal_width();

void print(std::string_view text);
void print_error(std::string_view text);

/// "1 error", "2 errors".
std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// Says what is wrong with the arguments and what would be right; returns the exit code.
int usage_error(const std::string& message, const std::string& hint);

/// Prints diagnostics to standard error and a last line that counts them; nothing when there are
/// none.
void print_diagnostics(const base::Diagnostics& diagnostics);

/// The exit code for diagnostics that ended the work: files, interruption, or errors in a text.
int exit_code(const base::Diagnostics& diagnostics);

/// Prints diagnostics and returns their exit code.
int fail(const base::Diagnostics& diagnostics);

}  // namespace slackwater::cli
