#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "printable.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/api/why.hpp"
#include "subcommands.hpp"
#include "usage.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string scenario;
  std::string indicator;
  std::string policy;
  std::string against;
  std::string future;
  std::optional<double> at;
  int depth = 3;
  bool strict_units = false;
  bool json = false;
};

int why(const Options& options) {
  const auto scenario = api::load_scenario_file(options.scenario, options.strict_units);
  if (!scenario) return fail(scenario.diagnostics());
  print_diagnostics(scenario.diagnostics());
  const auto against = options.against.empty() ? scenario->baseline() : options.against;
  const auto future = options.future.empty() ? scenario->futures().front() : options.future;
  const auto why = api::why(*scenario, options.policy, against, future);
  if (!why) return fail(why.diagnostics());
  print_diagnostics(why.diagnostics());
  const auto ended = why->ended_early();
  if (!ended.empty()) print_error("warning: a run ended early: " + ended + "\n");
  const double last = why->times().empty() ? scenario->time().stop : why->times().back();
  api::WhyOptions tree;
  tree.depth = options.depth;
  const auto found = why->tree(options.indicator, options.at.value_or(last), tree);
  if (!found) return fail(found.diagnostics());
  if (options.json) {
    print(api::why_json(*found) + "\n");
    return kFine;
  }
  api::WhyWords words;
  words.title = scenario->title();
  words.policy = scenario->title_of_policy(options.policy);
  words.against = scenario->title_of_policy(against);
  if (scenario->futures().size() > 1) {
    words.future = scenario->title_of_future(future);
  }
  words.width = terminal_width();
  words.unicode = takes_unicode(STDOUT_FILENO);
  words.shares = api::shares(scenario->model());
  print(printable(api::why_text(*found, words)));
  return kFine;
}

void check_arguments(const Options& options) {
  if (!is_scenario(options.scenario)) {
    throw CLI::ValidationError("why takes a scenario file (.yaml), whose policies it compares");
  }
}

}  // namespace

void add_why(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("why", "What makes a policy's number differ, cause by cause");
  command->footer(
      "Examples:\n"
      "  slackwater why scenarios/slack_and_rework.yaml --indicator output --policy protected\n"
      "  slackwater why scenarios/slack_and_rework.yaml --indicator lead_time \\\n"
      "      --policy full_utilization --against protected --at 26 --depth 2\n");
  auto options = std::make_shared<Options>();
  command->add_option("scenario", options->scenario, "The scenario file")->required();
  command->add_option("--indicator", options->indicator, "What differs: any variable or element")
      ->type_name("NAME")
      ->required();
  command->add_option("--policy", options->policy, "The policy that is asked about")
      ->type_name("NAME")
      ->required();
  command
      ->add_option("--against", options->against,
                   "The policy it is held against; the baseline unless given")
      ->type_name("NAME");
  command->add_option("--future", options->future, "The future of both; the first unless given")
      ->type_name("NAME");
  add_number(*command, "--at", options->at, "The instant, in the time unit; the end unless given");
  command
      ->add_option("--depth", options->depth,
                   "How far to drill down, 1 to 20 levels; 3 unless given")
      ->type_name("INTEGER")
      ->check([](const std::string& text) { return no_whole_number(text, 1, 20); });
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--json", options->json, "Everything as JSON, with the series of both runs");
  command->callback([options, &action] {
    check_arguments(*options);
    action = [options] { return why(*options); };
  });
}

}  // namespace slackwater::cli
