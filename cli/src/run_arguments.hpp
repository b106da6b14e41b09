#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/api/run.hpp"
#include "slackwater/api/scenario.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
}

namespace slackwater::cli {

/// What `slackwater run` is told.
struct RunArguments {
  std::string model;
  std::vector<std::string> set;
  std::string scenario;
  std::string policy;
  std::string future;
  std::optional<std::uint64_t> only;
  std::optional<std::uint64_t> samples;  ///< of the uncertainty, instead of the file's
  std::string out;
  std::vector<std::string> save;
  std::optional<std::string> method;
  std::optional<double> step;
  std::optional<double> stop;
  std::optional<double> save_step;
  std::optional<double> relative_tolerance;
  std::optional<double> absolute_tolerance;
  std::optional<std::int64_t> seed;
  bool beyond_range = false;
  bool reference = false;
  bool no_checks = false;
  bool strict_units = false;
  bool json = false;
  bool csv = false;
  bool quiet = false;
  api::LaneOptions lanes;
};

/// Adds all options that decide what is computed and where it goes.
void add_run_arguments(CLI::App& command, RunArguments& arguments);
/// Throws: CLI::ValidationError for those that have no meaning together.
void check_arguments(const RunArguments& arguments);

api::RunOptions run_options(const RunArguments& arguments);
/// The scenario with the samples that were asked for.
base::Result<api::Scenario> with_samples(base::Result<api::Scenario> scenario,
                                         const RunArguments& arguments);
/// What makes the numbers, as one line for a shell.
std::string command_text(const RunArguments& arguments);
/// The arguments of such a line; nothing when it is no run of this command.
std::optional<RunArguments> read_command(const std::string& text);

}  // namespace slackwater::cli
