#include "bind.hpp"
#include "slackwater/api/model.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The engine of Slackwater; use the package `slackwater` instead.";
  module.attr("__version__") = std::string(slackwater::api::version());
  slackwater::python::bind_errors(module);
  slackwater::python::bind_run_tables(module);
  slackwater::python::bind_comparisons(module);
  slackwater::python::bind_files(module);
  slackwater::python::bind_charts(module);
  slackwater::python::bind_models(module);
  slackwater::python::bind_scenarios(module);
  slackwater::python::bind_pages(module);
  slackwater::python::bind_ensemble_folders(module);
  slackwater::python::bind_equilibria(module);
  slackwater::python::bind_reasons(module);
}
