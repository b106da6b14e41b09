#pragma once

#include <atomic>
#include <vector>

#include "core/variant.hpp"
#include "slackwater/api/run.hpp"
#include "slackwater/results/run_table.hpp"

namespace slackwater::api {

/// Where a planned run belongs in its table.
struct RunPlace {
  std::size_t policy = 0;
  std::size_t future = 0;
  std::size_t sample = 0;
};

/// Runs of possibly several variants that fill one table.
struct TableRuns {
  results::RunTable table;
  std::vector<PlannedRun> runs;
  std::vector<RunPlace> places;  ///< of the runs
  run::Settings settings;        ///< save step and times of this table
  base::Diagnostics no_start;    ///< why the first of the runs that are missing here has no start
};

/// Whether somebody asked for the end; looked at while runs are planned, too.
bool is_cancelled(const std::atomic<bool>* cancel);
/// What interrupted work answers: E9001.
base::Diagnostics cancelled();

/// Executes all runs of all tables on the thread pool and records how each ended.
///
/// Errors: what no run could start with. Cancelled runs are in the tables as not_run.
base::Diagnostics execute_tables(std::vector<TableRuns>& tables, int threads,
                                 const Progress& progress);

}  // namespace slackwater::api
