#pragma once

#include <string>

#include "slackwater/report/terminal_table.hpp"
#include "slackwater/results/ensemble_summary.hpp"

namespace slackwater::cli {

/// An ensemble for the terminal: runs and those that failed by reason, every measure with its
/// quantiles over the samples, indicators at the end, claims.
std::string ensemble_text(const results::EnsembleSummary& summary,
                          const report::TerminalOptions& options);

/// The same as JSON; a number that nobody has is null.
std::string ensemble_json(const results::EnsembleSummary& summary);

}  // namespace slackwater::cli
