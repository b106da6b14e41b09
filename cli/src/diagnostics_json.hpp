#pragma once

#include <nlohmann/json.hpp>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::cli {

/// Diagnostics as an array of {severity, code, message, hint, file, line, column, end_line,
/// end_column, notes}.
nlohmann::ordered_json to_json(const base::Diagnostics& diagnostics);

/// Indented, with a line end; bytes that are no UTF-8 are replaced.
std::string json_text(const nlohmann::ordered_json& json);

}  // namespace slackwater::cli
