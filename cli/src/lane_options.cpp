#include "lane_options.hpp"

#include <CLI/CLI.hpp>

namespace slackwater::cli {

void add_lane_options(CLI::App& command, api::LaneOptions& lanes) {
  command.add_option("--width", lanes.width, "Lanes of a block")->group("");
  command.add_option("--instruction-set", lanes.instruction_set, "scalar, sse4, avx2 or avx3")
      ->group("");
  command
      .add_flag_callback(
          "--no-passes", [&lanes] { lanes.passes = false; }, "Without the optimising passes")
      ->group("");
}

}  // namespace slackwater::cli
