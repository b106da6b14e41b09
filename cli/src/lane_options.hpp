#pragma once

#include "slackwater/api/run.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
}

namespace slackwater::cli {

/// Adds --width, --instruction-set and --no-passes, which change no bit: for tests of that promise
/// and for measuring, so --help leaves them out (docs/develop/architecture.md).
void add_lane_options(CLI::App& command, api::LaneOptions& lanes);

}  // namespace slackwater::cli
