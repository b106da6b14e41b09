#include <pybind11/stl.h>

#include <map>
#include <memory>

#include "background.hpp"
#include "bind.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "slackwater/api/briefing.hpp"
#include "slackwater/api/ensemble_scenario.hpp"
#include "slackwater/api/scenario.hpp"

namespace slackwater::python {
namespace {

using api::Scenario;

std::pair<std::shared_ptr<results::Comparison>, py::list> compare(const Scenario& scenario,
                                                                  int threads, bool with_samples,
                                                                  const py::object& progress) {
  std::optional<base::Result<results::Comparison>> result;
  run_in_background(progress, [&](const api::Progress& report) {
    result = api::compare(
        scenario, {threads, with_samples, "slackwater compare " + scenario.source_name()}, report);
  });
  auto warnings = to_list(result->diagnostics());
  return {std::make_shared<results::Comparison>(value_or_raise(std::move(*result))), warnings};
}

std::pair<std::shared_ptr<results::RunTable>, py::list> run(const Scenario& scenario,
                                                            const std::string& policy,
                                                            const std::string& future,
                                                            const py::dict& options,
                                                            const py::object& progress) {
  const auto settings = run_options(options);
  std::optional<base::Result<results::RunTable>> result;
  run_in_background(progress, [&](const api::Progress& report) {
    result = api::run(scenario, policy, future, settings, report);
  });
  auto warnings = to_list(result->diagnostics());
  auto table = std::make_shared<results::RunTable>(value_or_raise(std::move(*result)));
  return {std::move(table), std::move(warnings)};
}

}  // namespace

void bind_scenarios(py::module_& module) {
  py::class_<Scenario>(module, "Scenario")
      .def_property_readonly("title", &Scenario::title)
      .def_property_readonly("question", &Scenario::question)
      .def_property_readonly("source_name", &Scenario::source_name)
      .def_property_readonly("text", &Scenario::text)
      .def_property_readonly("texts", &Scenario::texts)
      .def_property_readonly("model", &Scenario::model)
      .def_property_readonly("policies", &Scenario::policies)
      .def_property_readonly("futures", &Scenario::futures)
      .def_property_readonly("baseline", &Scenario::baseline)
      .def_property_readonly("samples", &Scenario::samples)
      .def_property_readonly("seed", &Scenario::seed)
      .def_property_readonly("method", [](const Scenario& s) { return s.time().method; })
      .def_property_readonly("time_step", [](const Scenario& s) { return s.time().step; })
      .def_property_readonly("warnings", [](const Scenario& s) { return to_list(s.diagnostics()); })
      .def(
          "with_samples",
          [](const Scenario& s, std::uint64_t samples) {
            return value_or_raise(api::with_samples(s, samples));
          },
          py::arg("samples"))
      .def("briefing",
           py::overload_cast<const Scenario&, const results::Comparison&>(&api::briefing),
           py::arg("comparison"), py::call_guard<py::gil_scoped_release>())
      .def("compare", &compare, py::arg("threads"), py::arg("with_samples"),
           py::arg("progress") = py::none())
      .def("run", &run, py::arg("policy"), py::arg("future"), py::arg("options"),
           py::arg("progress") = py::none());
  module.def(
      "load_scenario",
      [](const std::string& path, bool strict_units) {
        return value_or_raise(api::load_scenario_file(path, strict_units));
      },
      py::arg("path"), py::arg("strict_units") = false);
  module.def(
      "load_scenario_texts",
      [](const std::string& path, const std::map<std::string, std::string>& texts,
         bool strict_units) {
        return value_or_raise(api::load_scenario_texts(path, texts, strict_units));
      },
      py::arg("path"), py::arg("texts"), py::arg("strict_units"));
  module.def(
      "ensemble_scenario",
      [](const api::Model& model, const py::dict& design, const py::dict& options,
         bool strict_units) {
        return value_or_raise(api::ensemble_scenario(model, ensemble_options(design),
                                                     run_options(options), strict_units));
      },
      py::arg("model"), py::arg("design"), py::arg("options"), py::arg("strict_units"));
  module.def("scenario_schema", &api::scenario_schema);
}

}  // namespace slackwater::python
