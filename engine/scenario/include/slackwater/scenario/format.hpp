#pragma once

#include <string>

/// The format of scenario files as data: the one table that reads them also writes schema and
/// reference.
namespace slackwater::scenario {

/// A JSON Schema (draft 2020-12) of the format, so that editors complete and check scenario files.
std::string json_schema();

/// The same of targets files.
std::string targets_schema();

/// The keys of every part of the format as Markdown tables, for docs/reference/scenario_file.md.
std::string key_tables();
/// The same of targets files, for docs/reference/targets_file.md.
std::string targets_key_tables();

/// The functions of measures and claims as a Markdown table.
std::string function_table();

}  // namespace slackwater::scenario
