#pragma once

#include "format_table.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "yaml_tree.hpp"

namespace slackwater::scenario {

/// Checks a file against the format's table (E1101 to E1104); whether what it names can be checked
/// nevertheless.
///
/// Keys that the format does not know are repaired in the tree: read as the known one that they are
/// close to, else dropped.
bool check_file(YamlTree& tree, base::Diagnostics& diagnostics);
/// The same for a targets file.
bool check_targets_file(YamlTree& tree, base::Diagnostics& diagnostics);

/// The value of a key, or null when it is not written (or written without a value).
const YamlNode* find_value(const YamlNode& map, std::string_view key);
/// The same as text; empty when it is not written.
std::string text_of(const YamlNode& map, std::string_view key);

/// Splits "a|b|c".
std::vector<std::string> split_choices(std::string_view choices);
/// "map", "list", "text", "nothing": for messages.
std::string_view kind_name(const YamlNode& node);

}  // namespace slackwater::scenario
