#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "diagnostics_json.hpp"
#include "equations_document.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "printable.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/number.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::string model;
  std::string equations;
  bool json = false;
  bool order = false;
  std::size_t loops = 20;
};

using Json = nlohmann::ordered_json;

std::string range_text(const api::VariableInfo& variable) {
  if (!variable.low || !variable.high) return {};
  return base::format_number(*variable.low) + " .. " + base::format_number(*variable.high);
}

std::string value_text(const api::VariableInfo& variable) {
  if (variable.values.empty()) return {};
  if (variable.values.size() > 1) return fmt::format("{} values", variable.values.size());
  return base::format_number(variable.values.front());
}

std::string subscripted(const api::VariableInfo& variable) {
  return variable.dimensions.empty()
             ? variable.name
             : fmt::format("{}[{}]", variable.name, fmt::join(variable.dimensions, ","));
}

// On a terminal a line of the list stays one line; a file gets all of it.
std::string fitted(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  const auto width = static_cast<std::size_t>(terminal_width());
  if (is_terminal(STDOUT_FILENO) && line.size() > width) {
    auto end = width - 1;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    line = line.substr(0, end) + (takes_unicode(STDOUT_FILENO) ? "…" : "~");
  }
  return line + "\n";
}

// Of what functions made only the stocks: the rest of a delay says nothing that its stocks do not.
bool is_listed(const api::VariableInfo& variable) {
  return !variable.generated || variable.kind == "stock";
}

std::string section_of(const api::VariableInfo& variable) {
  return variable.generated ? "Stocks of functions" : variable.section;
}

std::string variable_list(const api::Model& model) {
  std::string out;
  std::string section = "\n";
  const auto variables = model.variables();
  const auto texts = model.section_texts();
  std::size_t width = 0;
  for (const auto& variable : variables) {
    if (is_listed(variable)) width = std::max(width, subscripted(variable).size());
  }
  for (const auto& variable : variables) {
    if (!is_listed(variable)) continue;
    const auto group = section_of(variable);
    if (group != section) {
      section = group;
      out += fmt::format("\n{}\n", section.empty() ? "Variables" : section);
      if (const auto text = texts.find(section); text != texts.end()) {
        out += fmt::format("  {}\n", text->second);
      }
    }
    std::string about = variable.unit.empty()  ? "no unit"
                        : variable.unit == "1" ? ""
                                               : variable.unit;
    const auto value = value_text(variable);
    if (!value.empty()) about = value + (about.empty() ? "" : " " + about);
    const auto range = range_text(variable);
    if (!range.empty()) about += " (" + range + ")";
    out += fitted(fmt::format("  {:<10} {:<{}}  {:<28} {}", variable.kind, subscripted(variable),
                              width, about, variable.documentation));
  }
  return out;
}

std::string loop_list(const api::StructureInfo& structure, std::size_t most) {
  const auto shown = std::min(most, structure.loops.size());
  std::string out = fmt::format("\n{}{}", structure.loops_complete ? "" : "more than ",
                                counted(structure.loops.size(), "feedback loop", "feedback loops"));
  if (shown > 0 && shown < structure.loops.size()) {
    out += shown == 1 ? "; the shortest" : fmt::format("; the {} shortest", shown);
  }
  out += shown > 0 ? ":\n" : "\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& names = structure.loops[i].variables;
    out += fmt::format("  {} -> {}\n", fmt::join(names, " -> "), names.front());
  }
  return out;
}

std::string describe(const api::Model& model, const Options& options) {
  const auto time = model.time();
  std::string out = model.title() + "\n";
  if (!model.documentation().empty()) out += "  " + model.documentation() + "\n";
  out += fmt::format("\nTime in {}s: {} to {}, step {}, saved every {}, {}\n", time.unit,
                     base::format_number(time.start), base::format_number(time.stop),
                     base::format_number(time.step), base::format_number(time.save), time.method);
  for (const auto& dimension : model.dimensions()) {
    out += fmt::format("Dimension {}: {}{}\n", dimension.name, fmt::join(dimension.elements, ", "),
                       dimension.parent.empty() ? "" : " (part of " + dimension.parent + ")");
  }
  out += variable_list(model);
  const auto structure = model.structure();
  out += loop_list(structure, options.loops);
  if (options.order) {
    out += "\nOrder of evaluation\n";
    for (const auto& name : structure.evaluation_order) out += "  " + name + "\n";
  }
  return out;
}

Json text_json(const api::TextInfo& info) {
  return {{"text", info.text},
          {"documentation", info.documentation},
          {"source", info.provenance},
          {"line", info.line}};
}

Json describe_json(const api::Model& model) {
  const auto time = model.time();
  Json out;
  out["title"] = model.title();
  out["documentation"] = model.documentation();
  out["time"] = {{"unit", time.unit}, {"start", time.start}, {"stop", time.stop},
                 {"step", time.step}, {"save", time.save},   {"method", time.method}};
  out["dimensions"] = Json::array();
  for (const auto& dimension : model.dimensions()) {
    out["dimensions"].push_back({{"name", dimension.name},
                                 {"elements", dimension.elements},
                                 {"parent", dimension.parent},
                                 {"documentation", dimension.documentation}});
  }
  const auto texts = model.section_texts();
  out["sections"] = Json::array();
  for (const auto& title : model.sections()) {
    const auto text = texts.find(title);
    out["sections"].push_back(
        {{"title", title}, {"documentation", text == texts.end() ? "" : text->second}});
  }
  out["variables"] = Json::array();
  for (const auto& variable : model.variables()) {
    Json item{{"name", variable.name},
              {"kind", variable.kind},
              {"dimensions", variable.dimensions},
              {"unit", variable.unit},
              {"documentation", variable.documentation},
              {"source", variable.provenance},
              {"section", variable.section},
              {"line", variable.line},
              {"generated", variable.generated}};
    if (!variable.values.empty()) item["values"] = variable.values;
    if (variable.low && variable.high) item["range"] = {*variable.low, *variable.high};
    if (!variable.distribution.empty()) item["distribution"] = variable.distribution;
    if (!variable.better.empty()) item["better"] = variable.better;
    out["variables"].push_back(std::move(item));
  }
  out["lookups"] = Json::array();
  for (const auto& lookup : model.lookups()) {
    out["lookups"].push_back({{"name", lookup.name},
                              {"argument_unit", lookup.argument_unit},
                              {"unit", lookup.unit},
                              {"mode", lookup.mode},
                              {"x", lookup.x},
                              {"y", lookup.y},
                              {"documentation", lookup.documentation},
                              {"source", lookup.provenance},
                              {"line", lookup.line}});
  }
  out["functions"] = Json::array();
  for (const auto& function : model.functions()) {
    auto item = text_json(function);
    item["name"] = function.name;
    out["functions"].push_back(std::move(item));
  }
  out["checks"] = Json::array();
  for (const auto& check : model.checks()) out["checks"].push_back(text_json(check));
  const auto structure = model.structure();
  out["evaluation_order"] = structure.evaluation_order;
  out["loops_complete"] = structure.loops_complete;
  out["loops"] = Json::array();
  for (const auto& loop : structure.loops) out["loops"].push_back(loop.variables);
  return out;
}

int info(const Options& options) {
  base::Diagnostics diagnostics;
  std::optional<api::Model> model;
  if (is_scenario(options.model)) {
    const auto scenario = api::load_scenario_file(options.model);
    diagnostics = scenario.diagnostics();
    if (scenario) model = scenario->model();
  } else {
    const auto loaded = api::load_model_file(options.model);
    diagnostics = loaded.diagnostics();
    if (loaded) model = *loaded;
  }
  if (!model) return fail(diagnostics);
  print_diagnostics(diagnostics);
  if (options.json) {
    print(json_text(describe_json(*model)));
  } else if (options.equations == "latex") {
    print(printable(equations_document(*model, api::EquationFormat::latex)));
  } else if (options.equations == "markdown") {
    print(printable(equations_document(*model, api::EquationFormat::markdown)));
  } else if (options.equations == "text") {
    print(printable(equations_document(*model, api::EquationFormat::text)));
  } else {
    print(printable(describe(*model, options)));
  }
  return kFine;
}

void choose_equations(Options& options) {
  if (options.equations.empty()) options.equations = "markdown";
  for (const char* known : {"markdown", "latex", "text"}) {
    if (options.equations == known) return;
  }
  throw CLI::ValidationError("--equations is markdown, latex or text, not '" + options.equations +
                             "'");
}

}  // namespace

void add_info(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("info", "Variables, units, loops and order of a model; its equations");
  command->footer(
      "Examples:\n"
      "  slackwater info models/slack_and_rework.sd --loops 5\n"
      "  slackwater info models/teacup.sd --equations latex > teacup.tex\n");
  auto options = std::make_shared<Options>();
  command->add_option("model", options->model, "The model (.sd), or a scenario file for its model")
      ->required();
  auto* equations = command
                        ->add_option("--equations", options->equations,
                                     "Print the equations instead, as markdown (when nothing "
                                     "else is said), latex or text")
                        ->expected(0, 1)
                        ->type_name("[FORMAT]");
  command->add_flag("--json", options->json, "Everything as JSON")->excludes(equations);
  command->add_flag("--order", options->order, "The order of evaluation too");
  command->add_option("--loops", options->loops, "Feedback loops to list, 20 unless given")
      ->type_name("INTEGER");
  command->callback([options, equations, &action] {
    if (equations->count() > 0) choose_equations(*options);
    action = [options] { return info(*options); };
  });
}

}  // namespace slackwater::cli
