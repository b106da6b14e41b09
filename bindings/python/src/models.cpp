#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <map>
#include <memory>

#include "background.hpp"
#include "bind.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "slackwater/api/diagram.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/api/run.hpp"

namespace slackwater::python {
namespace {

using api::Model;

/// What pickling needs: the texts, so that a model travels to another process or machine without
/// its files.
using Texts = std::map<std::string, std::string>;

Model load_text(const std::string& name, const std::string& text, const Texts& files,
                bool strict_units) {
  api::LoadOptions options;
  options.strict_units = strict_units;
  options.read_file = [files](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return found->second;
  };
  return value_or_raise(api::load_model(name, text, options));
}

py::dict describe(const api::VariableInfo& variable) {
  py::dict out;
  out["name"] = variable.name;
  out["kind"] = variable.kind;
  out["dimensions"] = variable.dimensions;
  out["elements"] = variable.elements;
  out["values"] = variable.values;
  out["unit"] = variable.unit;
  out["low"] = variable.low;
  out["high"] = variable.high;
  out["distribution"] = variable.distribution;
  out["better"] = variable.better;
  out["documentation"] = variable.documentation;
  out["source"] = variable.provenance;
  out["section"] = variable.section;
  out["generated"] = variable.generated;
  out["line"] = variable.line;
  return out;
}

py::list variables(const Model& model) {
  py::list out;
  for (const auto& variable : model.variables()) out.append(describe(variable));
  return out;
}

py::dict time_of(const Model& model) {
  const auto time = model.time();
  py::dict out;
  out["unit"] = time.unit;
  out["start"] = time.start;
  out["stop"] = time.stop;
  out["step"] = time.step;
  out["save"] = time.save;
  out["method"] = time.method;
  return out;
}

py::list equations(const Model& model, const std::string& format) {
  const auto kind = format == "latex"      ? api::EquationFormat::latex
                    : format == "markdown" ? api::EquationFormat::markdown
                                           : api::EquationFormat::text;
  py::list out;
  for (const auto& equation : model.equations(kind)) {
    py::dict item;
    item["variable"] = equation.variable;
    item["kind"] = equation.kind;
    item["section"] = equation.section;
    item["text"] = equation.text;
    item["unit"] = equation.unit;
    item["documentation"] = equation.documentation;
    item["source"] = equation.provenance;
    out.append(item);
  }
  return out;
}

py::dict structure(const Model& model, std::size_t budget) {
  const auto info = model.structure(budget);
  py::list loops;
  for (const auto& loop : info.loops) loops.append(loop.variables);
  py::dict out;
  out["order"] = info.evaluation_order;
  out["loops"] = loops;
  out["loops_complete"] = info.loops_complete;
  return out;
}

std::pair<std::string, py::list> diagram(const Model& model, const std::string& kind,
                                         const std::string& around, int depth,
                                         const std::string& section,
                                         const std::vector<std::string>& only) {
  api::DiagramOptions options;
  options.kind =
      kind == "causal_loop" ? api::DiagramKind::causal_loop : api::DiagramKind::stock_flow;
  options.around = around;
  options.depth = depth;
  options.section = section;
  options.only = only;
  auto svg = api::diagram(model, options);
  auto warnings = to_list(svg.diagnostics());
  return {value_or_raise(std::move(svg)), std::move(warnings)};
}

std::pair<std::shared_ptr<results::RunTable>, py::list> run(const Model& model,
                                                            const py::dict& options,
                                                            const py::object& progress) {
  const auto settings = run_options(options);
  std::optional<base::Result<results::RunTable>> result;
  run_in_background(
      progress, [&](const api::Progress& report) { result = api::run(model, settings, report); });
  auto warnings = to_list(result->diagnostics());
  auto table = std::make_shared<results::RunTable>(value_or_raise(std::move(*result)));
  return {std::move(table), std::move(warnings)};
}

std::pair<std::shared_ptr<results::RunTable>, py::list> ensemble(const Model& model,
                                                                 const py::dict& design,
                                                                 const py::dict& options,
                                                                 const py::object& progress) {
  const auto drawn = ensemble_options(design);
  const auto settings = run_options(options);
  std::optional<base::Result<results::RunTable>> result;
  run_in_background(progress, [&](const api::Progress& report) {
    result = api::ensemble(model, drawn, settings, report);
  });
  auto warnings = to_list(result->diagnostics());
  return {std::make_shared<results::RunTable>(value_or_raise(std::move(*result))), warnings};
}

}  // namespace

void bind_models(py::module_& module) {
  py::class_<Model>(module, "Model")
      .def_property_readonly("title", &Model::title)
      .def_property_readonly("documentation", &Model::documentation)
      .def_property_readonly("text", &Model::text)
      .def_property_readonly("source_name", &Model::source_name)
      .def_property_readonly("time", &time_of)
      .def_property_readonly("variables", &variables)
      .def_property_readonly("dimensions",
                             [](const Model& model) {
                               py::dict out;
                               for (const auto& dimension : model.dimensions())
                                 out[py::str(dimension.name)] = dimension.elements;
                               return out;
                             })
      .def_property_readonly("files", &Model::files)
      .def_property_readonly("sections", &Model::sections)
      .def_property_readonly("section_texts", &Model::section_texts)
      .def_property_readonly("warnings",
                             [](const Model& model) { return to_list(model.diagnostics()); })
      .def("equations", &equations, py::arg("format") = "text")
      .def("structure", &structure, py::arg("budget") = 10000)
      .def("diagram", &diagram, py::arg("kind"), py::arg("around"), py::arg("depth"),
           py::arg("section"), py::arg("only"))
      .def("run", &run, py::arg("options"), py::arg("progress") = py::none())
      .def("ensemble", &ensemble, py::arg("design"), py::arg("options"),
           py::arg("progress") = py::none());
  module.def("load_text", &load_text, py::arg("name"), py::arg("text"), py::arg("files"),
             py::arg("strict_units"));
  module.def(
      "load_file",
      [](const std::string& path, bool strict_units) {
        return value_or_raise(api::load_model_file(path, strict_units));
      },
      py::arg("path"), py::arg("strict_units"));
  module.def(
      "format_text",
      [](const std::string& name, const std::string& text) {
        return value_or_raise(api::format_model(name, text));
      },
      py::arg("name"), py::arg("text"));
}

}  // namespace slackwater::python
