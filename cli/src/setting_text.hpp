#pragma once

#include <string>
#include <vector>

#include "slackwater/api/run.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
}  // namespace CLI

namespace slackwater::cli {

/// Adds `--set NAME=VALUE`, which may be repeated.
void add_settings(CLI::App& command, std::vector<std::string>& texts);

/// Refuses what is not NAME=VALUE, and a name that is given twice.
///
/// Throws: CLI::ValidationError.
void check_settings(const std::vector<std::string>& texts);

/// The settings of texts that were checked: a bare number stays a number, everything else is read
/// in the model language.
std::vector<api::Setting> read_settings(const std::vector<std::string>& texts);

}  // namespace slackwater::cli
