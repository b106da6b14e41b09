#include <CLI/CLI.hpp>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "slackwater/api/fit.hpp"
#include "slackwater/api/scenario.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {

void add_schema(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  command->footer(
      "Example:\n"
      "  slackwater schema > scenario.schema.json\n"
      "and, as the first line of a scenario file:\n"
      "  # yaml-language-server: $schema=scenario.schema.json\n");
  auto targets = std::make_shared<bool>(false);
  command->add_flag("--targets", *targets, "That of targets files, for fit, instead");
  command->callback([targets, &action] {
    action = [targets] {
      print(*targets ? api::targets_schema() : api::scenario_schema());
      return static_cast<int>(kFine);
    };
  });
}

}  // namespace slackwater::cli
