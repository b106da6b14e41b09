#pragma once

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::api {

/// Refuses series that this machine cannot hold, before the first run instead of after the last.
///
/// With `for_file` they stand in memory twice: a results file is made there before it is written.
/// Errors: E9015 when `values` doubles need more than three quarters of the physical memory.
base::Diagnostics check_memory(double values, bool for_file);

}  // namespace slackwater::api
