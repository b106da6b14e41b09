#pragma once

#include <pybind11/pybind11.h>

namespace slackwater::python {

namespace py = pybind11;

/// Each adds one part of the module.
void bind_errors(py::module_& module);
void bind_run_tables(py::module_& module);
void bind_comparisons(py::module_& module);
void bind_files(py::module_& module);
void bind_charts(py::module_& module);
void bind_equilibria(py::module_& module);
void bind_reasons(py::module_& module);
void bind_models(py::module_& module);
void bind_pages(py::module_& module);
void bind_scenarios(py::module_& module);
void bind_ensemble_folders(py::module_& module);

}  // namespace slackwater::python
