#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "slackwater/api/diagram.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string model;
  std::string kind = "stock_flow";
  std::string out;
  api::DiagramOptions picture;
};

base::Result<api::Model> load(const std::string& path) {
  if (!is_scenario(path)) return api::load_model_file(path);
  auto scenario = api::load_scenario_file(path);
  if (!scenario) return scenario.diagnostics();
  return {scenario->model(), scenario.diagnostics()};
}

int diagram(const Options& options) {
  const auto model = load(options.model);
  if (!model) return fail(model.diagnostics());
  auto picture = options.picture;
  if (options.kind == "causal_loop") picture.kind = api::DiagramKind::causal_loop;
  const auto svg = api::diagram(*model, picture);
  if (!svg) return fail(svg.diagnostics());
  print_diagnostics(svg.diagnostics());
  if (options.out.empty() || options.out == "-") {
    print(*svg);
    return kFine;
  }
  results::publish_file(options.out, *svg);
  print(fmt::format("wrote {}\n", options.out));
  return kFine;
}

}  // namespace

void add_diagram(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("diagram", "Draw a model's structure as SVG");
  command->footer(
      "Examples:\n"
      "  slackwater diagram models/teacup.sd -o teacup.svg\n"
      "  slackwater diagram models/slack_and_rework.sd --section Pressure -o pressure.svg\n"
      "  slackwater diagram models/improvement_as_system_work.sd --kind causal_loop \\\n"
      "    --around fatigue --depth 1 -o fatigue.svg\n");
  auto options = std::make_shared<Options>();
  command->add_option("model", options->model, "The model (.sd), or a scenario file for its model")
      ->required();
  command
      ->add_option("--kind", options->kind,
                   "stock_flow (when nothing is said) or causal_loop: only feedback, stocks as "
                   "delays")
      ->check(CLI::IsMember({"stock_flow", "causal_loop"}).description(""))
      ->type_name("KIND");
  auto* around = command
                     ->add_option("--around", options->picture.around,
                                  "Only this variable and what is near it")
                     ->type_name("VARIABLE");
  command->add_option("--depth", options->picture.depth, "Links away from it, 2 unless given")
      ->check(CLI::Range(1, 20).description(""))
      ->needs(around)
      ->type_name("N");
  command
      ->add_option("--section", options->picture.section,
                   "Only this section, with what acts on it from elsewhere in grey")
      ->excludes(around)
      ->type_name("TITLE");
  command->add_option("-o,--out", options->out, "Write to this file; - prints")->type_name("FILE");
  command->callback([options, &action] { action = [options] { return diagram(*options); }; });
}

}  // namespace slackwater::cli
