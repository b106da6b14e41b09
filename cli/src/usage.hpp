#pragma once

#include <optional>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
class Option;
class ParseError;
}  // namespace CLI

namespace slackwater::cli {

/// One layout of `--help` for the command and its subcommands: what it does, how to call it, the
/// options, examples.
void use_our_help(CLI::App& app);

/// Adds an option that takes one number: decimal, or a fraction such as `1/16`.
CLI::Option* add_number(CLI::App& command, const std::string& name, std::optional<double>& value,
                        const std::string& description);

/// What is wrong with a text that has to be a whole number from `least` to `most`; empty: nothing.
std::string no_whole_number(const std::string& text, double least, double most);

/// Adds `--threads`.
void add_threads(CLI::App& command, int& threads);

/// Says what is wrong with the arguments and what would be right; returns the exit code.
///
/// Asking for help or the version arrives here too: that is printed and fine.
int answer_parse_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv);

}  // namespace slackwater::cli
