#pragma once

#include "format_table.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "yaml_tree.hpp"

namespace slackwater::scenario {

/// Checks a map and all below it against the format's table (E1101 to E1103).
void check_part(const YamlTree& tree, const YamlNode& node, const Part& part,
                base::Diagnostics& diagnostics);

/// The value of a key, or null when it is not written (or written without a value).
const YamlNode* find_value(const YamlNode& map, std::string_view key);
/// The same as text; empty when it is not written.
std::string text_of(const YamlNode& map, std::string_view key);

/// Splits "a|b|c".
std::vector<std::string> split_choices(std::string_view choices);
/// "map", "list", "text", "nothing": for messages.
std::string_view kind_name(const YamlNode& node);

}  // namespace slackwater::scenario
