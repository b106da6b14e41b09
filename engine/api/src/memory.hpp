#pragma once

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::api {

/// Refuses series that this machine cannot hold, before the first run instead of after the last.
///
/// Errors: E9015 when `values` doubles need more than three quarters of the physical memory.
base::Diagnostics check_memory(double values);

}  // namespace slackwater::api
