#include <pybind11/complex.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "slackwater/api/equilibrium.hpp"
#include "slackwater/api/scenario.hpp"

namespace slackwater::python {
namespace {

py::dict describe(const api::RestingValue& value) {
  py::dict out;
  out["name"] = value.name;
  out["unit"] = value.unit;
  out["start"] = value.start;
  out["rest"] = value.rest;
  return out;
}

py::list stocks_of(const api::Equilibrium& rest) {
  py::list out;
  for (const auto& stock : rest.stocks) {
    auto item = describe(stock);
    item["rate"] = stock.rate;
    item["counts"] = stock.counts;
    item["generated"] = stock.generated;
    out.append(item);
  }
  return out;
}

py::list totals_of(const api::Equilibrium& rest) {
  py::list out;
  for (const auto& total : rest.totals) {
    py::dict weights;
    for (const auto& [name, weight] : total.weights) weights[py::str(name)] = weight;
    out.append(py::make_tuple(weights, total.value));
  }
  return out;
}

// Everything but the warnings, which come beside it.
py::dict describe(const api::Equilibrium& rest) {
  py::dict out;
  out["of"] = rest.of;
  out["time_unit"] = rest.time_unit;
  out["time"] = rest.time;
  out["stocks"] = stocks_of(rest);
  py::list indicators;
  for (const auto& value : rest.indicators) indicators.append(describe(value));
  out["indicators"] = indicators;
  out["residual"] = rest.residual;
  out["iterations"] = rest.iterations;
  out["stability"] = rest.stability;
  out["eigenvalues"] = rest.eigenvalues;
  out["return_times"] = rest.return_times;
  out["free_directions"] = rest.free_directions;
  out["totals"] = totals_of(rest);
  out["undetermined"] = rest.undetermined;
  return out;
}

template <class Find>
std::pair<py::dict, py::list> found(const Find& find) {
  std::optional<base::Result<api::Equilibrium>> result;
  {
    const py::gil_scoped_release others_go_on;
    result = find();
  }
  auto warnings = to_list(result->diagnostics());
  return {describe(value_or_raise(std::move(*result))), warnings};
}

std::pair<py::dict, py::list> of_model(const api::Model& model, const py::dict& options) {
  const auto settings = run_options(options).set;
  return found([&] { return api::equilibrium(model, settings); });
}

std::pair<py::dict, py::list> of_scenario(const api::Scenario& scenario, const std::string& policy,
                                          const std::string& future, const py::dict& options) {
  const api::RestOf which{policy, future, run_options(options).set};
  return found([&] { return api::equilibrium(scenario, which); });
}

}  // namespace

void bind_equilibria(py::module_& module) {
  module.def("equilibrium", &of_model, py::arg("model"), py::arg("options"));
  module.def("scenario_equilibrium", &of_scenario, py::arg("scenario"), py::arg("policy"),
             py::arg("future"), py::arg("options"));
}

}  // namespace slackwater::python
