#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "diagnostics_json.hpp"
#include "equilibrium_summary.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "printable.hpp"
#include "setting_text.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string model;
  std::vector<std::string> set;
  std::string policy;
  std::string future;
  std::string out;
  bool strict_units = false;
  bool json = false;
};

using Json = nlohmann::ordered_json;

Json value_json(const api::RestingValue& value) {
  return {{"name", value.name}, {"unit", value.unit}, {"start", value.start}, {"rest", value.rest}};
}

Json to_json(const api::Equilibrium& rest) {
  Json out;
  out["of"] = rest.of;
  out["time_unit"] = rest.time_unit;
  out["time"] = rest.time;
  out["stability"] = rest.stability;
  out["residual"] = rest.residual;
  out["iterations"] = rest.iterations;
  out["stocks"] = Json::array();
  for (const auto& stock : rest.stocks) {
    auto item = value_json(stock);
    item["rate"] = stock.rate;
    item["counts"] = stock.counts;
    item["generated"] = stock.generated;
    out["stocks"].push_back(std::move(item));
  }
  out["indicators"] = Json::array();
  for (const auto& value : rest.indicators) out["indicators"].push_back(value_json(value));
  out["return_times"] = rest.return_times;
  out["eigenvalues"] = Json::array();
  for (const auto& value : rest.eigenvalues) {
    out["eigenvalues"].push_back({value.real(), value.imag()});
  }
  out["free_directions"] = rest.free_directions;
  out["totals"] = Json::array();
  for (const auto& total : rest.totals) {
    Json weights = Json::object();
    for (const auto& [name, weight] : total.weights) weights[name] = weight;
    out["totals"].push_back({{"weights", weights}, {"value", total.value}});
  }
  out["undetermined"] = rest.undetermined;
  return out;
}

void write_file(const std::string& path, const api::Equilibrium& rest) {
  results::AtomicFile file(path);
  file.write(equilibrium_csv(rest));
  file.publish();
  print_error(fmt::format("wrote {}\n", path));
}

base::Result<api::Equilibrium> find(const Options& options, std::string& title) {
  const auto settings = read_settings(options.set);
  if (is_scenario(options.model)) {
    const auto scenario = api::load_scenario_file(options.model, options.strict_units);
    if (!scenario) return scenario.diagnostics();
    print_diagnostics(scenario.diagnostics());
    title = scenario->title();
    return api::equilibrium(*scenario, {options.policy, options.future, settings});
  }
  const auto model = api::load_model_file(options.model, options.strict_units);
  if (!model) return model.diagnostics();
  print_diagnostics(model.diagnostics());
  title = model->title();
  return api::equilibrium(*model, settings);
}

int equilibrium(const Options& options) {
  std::string title;
  const auto rest = find(options, title);
  if (!rest) return fail(rest.diagnostics());
  print_diagnostics(rest.diagnostics());
  if (!options.out.empty()) write_file(options.out, *rest);
  if (options.json) {
    print(json_text(to_json(*rest)));
  } else if (options.out.empty()) {
    print(printable(equilibrium_summary(title, *rest)));
  }
  return kFine;
}

void check_arguments(const Options& options) {
  check_settings(options.set);
  if (!options.out.empty() && !options.out.ends_with(".csv")) {
    throw CLI::ValidationError(fmt::format("--out '{}' must end in .csv", options.out));
  }
  if (!is_scenario(options.model) && (!options.policy.empty() || !options.future.empty())) {
    throw CLI::ValidationError("--policy and --future go with a scenario file");
  }
}

}  // namespace

void add_equilibrium(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "equilibrium", "Where a model rests, and whether it comes back there when disturbed");
  command->footer(
      "Examples:\n"
      "  slackwater equilibrium models/slack_and_rework.sd --set target_utilization=0.9\n"
      "  slackwater equilibrium scenarios/slack_and_rework.yaml --policy protected\n"
      "  slackwater equilibrium models/improvement_as_system_work.sd --set averaged_reviews=1\n");
  auto options = std::make_shared<Options>();
  command->add_option("model", options->model, "The model (.sd), or a scenario file")->required();
  add_settings(*command, options->set);
  command
      ->add_option("--policy", options->policy,
                   "Policy of the scenario file; the one that it starts from unless given")
      ->type_name("NAME");
  command->add_option("--future", options->future, "Future of the scenario file; none unless given")
      ->type_name("NAME");
  command->add_option("--out", options->out, "Write the stocks to FILE.csv")->type_name("FILE");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--json", options->json, "Everything as JSON, with all eigenvalues");
  command->callback([options, &action] {
    check_arguments(*options);
    action = [options] { return equilibrium(*options); };
  });
}

}  // namespace slackwater::cli
