#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <memory>

#include "console.hpp"
#include "diagnostics_json.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "slackwater/api/scenario.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool strict_units = false;
  bool json = false;
};

std::string describe(const api::Model& model) {
  std::size_t stocks = 0;
  std::size_t equations = 0;
  for (const auto& variable : model.variables()) {
    if (variable.generated) continue;
    ++equations;
    if (variable.kind == "stock") ++stocks;
  }
  return fmt::format("{}, {} of them stocks", counted(equations, "variable", "variables"), stocks);
}

struct Checked {
  base::Diagnostics diagnostics;
  std::string summary;
};

Checked check_file(const std::string& path, bool strict_units) {
  if (is_scenario(path)) {
    const auto scenario = api::load_scenario_file(path, strict_units);
    if (!scenario) return {scenario.diagnostics(), {}};
    return {
        scenario.diagnostics(),
        fmt::format("{} under {} on {}", counted(scenario->policies().size(), "policy", "policies"),
                    counted(scenario->futures().size(), "future", "futures"),
                    scenario->model().source_name())};
  }
  const auto model = api::load_model_file(path, strict_units);
  if (!model) return {model.diagnostics(), {}};
  return {model.diagnostics(), describe(*model)};
}

int check(const Options& options) {
  int code = kFine;
  auto json = nlohmann::ordered_json::array();
  for (const auto& path : options.files) {
    const auto checked = check_file(path, options.strict_units);
    code = std::max(code, exit_code(checked.diagnostics));
    if (options.json) {
      json.push_back({{"file", path},
                      {"errors", checked.diagnostics.error_count()},
                      {"warnings", checked.diagnostics.warning_count()},
                      {"diagnostics", to_json(checked.diagnostics)}});
      continue;
    }
    print_diagnostics(checked.diagnostics);
    if (!checked.diagnostics.has_errors()) {
      print(fmt::format("{}: fine ({})\n", path, checked.summary));
    }
  }
  if (options.json) print(json_text(json));
  return code;
}

}  // namespace

void add_check(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("check", "Read models and scenario files and report all that is wrong");
  auto options = std::make_shared<Options>();
  command->add_option("file", options->files, "Models (.sd) or scenario files (.yaml)")->required();
  command->footer(
      "Examples:\n"
      "  slackwater check models/teacup.sd scenarios/slack_and_rework.yaml\n"
      "  slackwater check --strict-units --json my_model.sd\n");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--json", options->json, "Diagnostics as JSON on standard output");
  command->callback([options, &action] { action = [options] { return check(*options); }; });
}

}  // namespace slackwater::cli
