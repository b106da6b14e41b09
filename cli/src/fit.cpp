#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "diagnostics_json.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "fit_summary.hpp"
#include "interrupt.hpp"
#include "printable.hpp"
#include "progress_line.hpp"
#include "slackwater/api/fit.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string model;
  std::string targets;
  std::string out;
  int starts = 1;
  bool check = false;
  bool strict_units = false;
  bool json = false;
  bool quiet = false;
};

using Json = nlohmann::ordered_json;

Json to_json(const api::FittedTarget& target) {
  return {{"name", target.name}, {"definition", target.definition}, {"unit", target.unit},
          {"is", target.is},     {"within", target.within},         {"fitted", target.fitted},
          {"off", target.off()}, {"matched", target.matched()}};
}

Json to_json(const api::FittedParameter& parameter) {
  return {{"name", parameter.name},     {"unit", parameter.unit},
          {"default", parameter.start}, {"range", {parameter.low, parameter.high}},
          {"fitted", parameter.fitted}, {"deviation", parameter.deviation},
          {"at", parameter.at},         {"open", parameter.open}};
}

Json to_json(const api::OpenCombination& open) {
  Json parts = Json::object();
  for (const auto& [name, part] : open.parts) parts[name] = part;
  return {{"parts", parts}, {"noticed", open.noticed}};
}

template <class Item>
Json list(const std::vector<Item>& items) {
  auto out = Json::array();
  for (const auto& item : items) out.push_back(to_json(item));
  return out;
}

Json to_json(const api::Fit& fit) {
  Json out;
  out["title"] = fit.title;
  out["model"] = fit.model_name;
  out["targets"] = list(fit.targets);
  out["parameters"] = list(fit.parameters);
  out["open"] = list(fit.open);
  out["cost"] = fit.cost;
  out["converged"] = fit.converged;
  out["ended"] = fit.ended;
  out["iterations"] = fit.iterations;
  out["starts"] = fit.starts;
  out["rest_states"] = fit.rest_states;
  out["at_rest"] = fit.at_rest;
  return out;
}

// As seen from the folder of the new file.
std::string model_path(const Options& options) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto folder = fs::absolute(options.out, error).parent_path();
  const auto path = fs::relative(options.model, folder, error);
  return error || path.empty() ? fs::absolute(options.model, error).string() : path.string();
}

void write_file(const Options& options, const api::Fit& fit) {
  results::AtomicFile file(options.out);
  file.write(api::fitted_scenario(fit, model_path(options)));
  file.publish();
  print_error(fmt::format("wrote {}\n", options.out));
}

int run(const Options& options) {
  const auto model = api::load_model_file(options.model, options.strict_units);
  if (!model) return fail(model.diagnostics());
  print_diagnostics(model.diagnostics());
  const auto fit = [&] {
    ProgressLine line("searches", options.quiet || options.json);
    const api::Progress progress{
        [&](std::size_t done, std::size_t total) { line.report(done, total); }, &interrupt_flag()};
    return api::fit_file(*model, options.targets, options.starts, progress);
  }();
  if (!fit) return fail(fit.diagnostics());
  print_diagnostics(fit.diagnostics());
  print(options.json ? json_text(to_json(*fit)) : printable(fit_summary(*fit)));
  if (!options.out.empty()) write_file(options, *fit);
  const bool matched = std::all_of(fit->targets.begin(), fit->targets.end(),
                                   [](const auto& target) { return target.matched(); });
  return options.check && !(matched && fit->converged) ? kRunFailed : kFine;
}

void check_arguments(const Options& options) {
  if (is_scenario(options.model)) {
    throw CLI::ValidationError(fmt::format("'{}' is no model", options.model));
  }
  if (!options.out.empty() && !is_scenario(options.out)) {
    throw CLI::ValidationError(fmt::format("--out '{}' must end in .yaml", options.out));
  }
  for (const auto& input : {options.model, options.targets}) {
    std::error_code unreadable;
    if (options.out.empty() || !std::filesystem::equivalent(options.out, input, unreadable))
      continue;
    throw CLI::ValidationError(
        fmt::format("--out '{}' would overwrite '{}', which is read", options.out, input));
  }
}

}  // namespace

void add_fit(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "fit", "Find the parameters under which a model rests where known numbers say");
  command->footer(
      "Example:\n"
      "  slackwater fit models/improvement_as_system_work.sd \\\n"
      "      targets/improvement_as_system_work/my_client.yaml --out my_client.yaml\n");
  auto options = std::make_shared<Options>();
  command->add_option("model", options->model, "The model (.sd)")->required();
  command->add_option("targets", options->targets, "The targets file (.yaml)")->required();
  command->add_option("--out", options->out, "Write a scenario file with the fitted parameters")
      ->type_name("FILE");
  command
      ->add_option("--starts", options->starts,
                   "Points from which the search begins, 1 unless given; the best result counts")
      ->type_name("INTEGER")
      ->check([](const std::string& text) {
        return text.starts_with('-') || text == "0" ? "it must be 1 or more" : std::string();
      });
  command->add_flag("--check", options->check,
                    "Exit with 1 when a target is missed, or the search ended early");
  command->add_flag("--strict-units", options->strict_units, "A missing unit is an error");
  command->add_flag("--json", options->json, "Print what was found as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &action] {
    check_arguments(*options);
    action = [options] { return run(*options); };
  });
}

}  // namespace slackwater::cli
