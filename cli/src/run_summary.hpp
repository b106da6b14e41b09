#pragma once

#include <string>

#include "slackwater/results/run_table.hpp"

namespace slackwater::cli {

/// One line per saved variable: start, end, lowest, highest, unit, and a small curve.
std::string run_summary(const results::RunTable& table);

}  // namespace slackwater::cli
