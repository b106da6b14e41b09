#pragma once

#include <string>

#include "slackwater/results/run_table.hpp"

namespace slackwater::cli {

/// One line per saved variable: start, end, lowest, highest, unit, and a small curve where block
/// characters can be shown.
std::string run_summary(const results::RunTable& table, bool unicode);

}  // namespace slackwater::cli
