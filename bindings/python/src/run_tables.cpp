#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "run_tables.hpp"
#include "slackwater/results/csv.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::python {
namespace {

using results::RunTable;
using Shape = std::vector<py::ssize_t>;
using Table = std::shared_ptr<RunTable>;

py::ssize_t count(std::size_t size) { return static_cast<py::ssize_t>(size); }

// A view of memory that `owner` keeps alive; results are never written, so it is read-only.
py::array view(const std::vector<double>& data, Shape shape, const py::object& owner) {
  py::array array(py::dtype::of<double>(), std::move(shape), data.data(), owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

Shape shape_of(const RunTable& table, const results::SavedVariable& variable) {
  Shape shape = run_shape(table);
  for (const auto axis : variable.axes) shape.push_back(count(table.axes[axis].labels.size()));
  shape.push_back(count(table.time.size()));
  return shape;
}

py::array values(const Table& table, const std::string& name) {
  const auto* variable = table->find(name);
  if (!variable) throw py::key_error(name);
  return view(variable->values, shape_of(*table, *variable), py::cast(table));
}

py::dict describe(const RunTable& table, const results::SavedVariable& variable) {
  py::dict out;
  out["name"] = variable.name;
  out["kind"] = variable.kind;
  out["unit"] = variable.unit;
  out["documentation"] = variable.documentation;
  out["source"] = variable.provenance;
  out["better"] = variable.better;
  py::list dimensions;
  for (const auto axis : variable.axes) dimensions.append(table.axes[axis].name);
  out["dimensions"] = dimensions;
  py::list elements;
  for (std::size_t i = 0; i < variable.elements; ++i) {
    elements.append(table.element_name(variable, i));
  }
  out["elements"] = elements;
  return out;
}

py::dict axes_of(const RunTable& table) {
  py::dict out;
  for (const auto& axis : table.axes) out[py::str(axis.name)] = axis.labels;
  return out;
}

py::list variables_of(const RunTable& table) {
  py::list out;
  for (const auto& variable : table.variables) out.append(describe(table, variable));
  return out;
}

py::list failures_of(const RunTable& table) {
  py::list out;
  for (const auto& failure : table.failures) {
    py::dict item;
    item["policy"] = table.policies.labels[failure.policy];
    item["future"] = table.futures.labels[failure.future];
    item["sample"] = failure.sample;
    item["status"] = std::string(name(failure.status));
    item["time"] = failure.time;
    item["variable"] = failure.variable;
    item["message"] = failure.message;
    item["detail"] = failure.detail;
    out.append(item);
  }
  return out;
}

py::list drawn_of(const Table& table) {
  py::list out;
  for (const auto& input : table->drawn) {
    py::dict item;
    item["name"] = input.name;
    item["unit"] = input.unit;
    item["documentation"] = input.documentation;
    item["distribution"] = input.distribution;
    item["values"] = view(input.values, {count(input.values.size())}, py::cast(table));
    out.append(item);
  }
  return out;
}

// Numbers as bytes: a NaN keeps its bits, and nothing is boxed.
py::bytes packed(const std::vector<double>& data) {
  return {reinterpret_cast<const char*>(data.data()), data.size() * sizeof(double)};
}

std::vector<double> unpacked(const py::handle& bytes) {
  const auto text = py::cast<std::string_view>(py::reinterpret_borrow<py::bytes>(bytes));
  std::vector<double> out(text.size() / sizeof(double));
  std::copy_n(text.data(), out.size() * sizeof(double), reinterpret_cast<char*>(out.data()));
  return out;
}

py::tuple state(const results::Axis& axis) {
  return py::make_tuple(axis.name, axis.labels, axis.titles);
}

results::Axis axis_from(const py::tuple& state) {
  return {py::cast<std::string>(state[0]), py::cast<std::vector<std::string>>(state[1]),
          py::cast<std::vector<std::string>>(state[2])};
}

py::tuple state_of(const RunTable& table) {
  py::list axes;
  for (const auto& axis : table.axes) axes.append(state(axis));
  py::list variables;
  for (const auto& v : table.variables) {
    variables.append(py::make_tuple(v.name, v.kind, v.unit, v.documentation, v.provenance, v.better,
                                    v.axes, v.elements, packed(v.values)));
  }
  py::list drawn;
  for (const auto& d : table.drawn) {
    drawn.append(py::make_tuple(d.name, d.unit, d.documentation, d.distribution, packed(d.values)));
  }
  std::vector<int> status;
  for (const auto s : table.status) status.push_back(static_cast<int>(s));
  py::list failures;
  for (const auto& f : table.failures) {
    failures.append(py::make_tuple(f.policy, f.future, f.sample, static_cast<int>(f.status), f.time,
                                   f.variable, f.message, f.detail));
  }
  return py::make_tuple(state(table.policies), state(table.futures), table.samples,
                        packed(table.time), table.time_unit, axes, variables, drawn, status,
                        packed(table.stopped_at), failures);
}

Table table_from(const py::tuple& state) {
  auto table = std::make_shared<RunTable>();
  table->policies = axis_from(state[0]);
  table->futures = axis_from(state[1]);
  table->samples = py::cast<std::size_t>(state[2]);
  table->time = unpacked(state[3]);
  table->time_unit = py::cast<std::string>(state[4]);
  for (const auto& axis : state[5]) table->axes.push_back(axis_from(py::cast<py::tuple>(axis)));
  for (const auto& entry : state[6]) {
    const auto v = py::cast<py::tuple>(entry);
    table->variables.push_back(
        {py::cast<std::string>(v[0]), py::cast<std::string>(v[1]), py::cast<std::string>(v[2]),
         py::cast<std::string>(v[3]), py::cast<std::string>(v[4]), py::cast<std::string>(v[5]),
         py::cast<std::vector<std::size_t>>(v[6]), py::cast<std::size_t>(v[7]), unpacked(v[8])});
  }
  for (const auto& entry : state[7]) {
    const auto d = py::cast<py::tuple>(entry);
    table->drawn.push_back({py::cast<std::string>(d[0]), py::cast<std::string>(d[1]),
                            py::cast<std::string>(d[2]), py::cast<std::string>(d[3]),
                            unpacked(d[4])});
  }
  for (const auto& s : state[8]) {
    table->status.push_back(static_cast<results::RunStatus>(py::cast<int>(s)));
  }
  table->stopped_at = unpacked(state[9]);
  for (const auto& entry : state[10]) {
    const auto f = py::cast<py::tuple>(entry);
    table->failures.push_back(
        {py::cast<std::size_t>(f[0]), py::cast<std::size_t>(f[1]), py::cast<std::size_t>(f[2]),
         static_cast<results::RunStatus>(py::cast<int>(f[3])), py::cast<double>(f[4]),
         py::cast<std::string>(f[5]), py::cast<std::string>(f[6]), py::cast<std::string>(f[7])});
  }
  return table;
}

}  // namespace

Shape run_shape(const RunTable& table) {
  return {count(table.policies.labels.size()), count(table.futures.labels.size()),
          count(table.samples)};
}

py::array names_array(const py::list& names, const Shape& shape) {
  return py::module_::import("numpy").attr("array")(names, "U16").attr("reshape")(shape);
}

void bind_run_tables(py::module_& module) {
  py::class_<RunTable, Table>(module, "RunTable")
      .def_property_readonly("policies", [](const RunTable& t) { return t.policies.labels; })
      .def_property_readonly("policy_titles", [](const RunTable& t) { return t.policies.titles; })
      .def_property_readonly("futures", [](const RunTable& t) { return t.futures.labels; })
      .def_property_readonly("future_titles", [](const RunTable& t) { return t.futures.titles; })
      .def_readonly("samples", &RunTable::samples)
      .def_readonly("time_unit", &RunTable::time_unit)
      .def_property_readonly(
          "time",
          [](const Table& t) { return view(t->time, {count(t->time.size())}, py::cast(t)); })
      .def_property_readonly("axes", &axes_of)
      .def_property_readonly("variables", &variables_of)
      .def("values", &values, py::arg("name"))
      .def_property_readonly("status",
                             [](const RunTable& t) { return status_names(t.status, run_shape(t)); })
      .def_property_readonly(
          "stopped_at",
          [](const Table& t) { return view(t->stopped_at, run_shape(*t), py::cast(t)); })
      .def_property_readonly("failures", &failures_of)
      .def_property_readonly("drawn", &drawn_of)
      .def("fingerprint", [](const RunTable& t) { return results::fingerprint(t); })
      .def("to_csv", [](const RunTable& t) { return results::to_csv(t); })
      .def(py::pickle(&state_of, &table_from));
}

}  // namespace slackwater::python
