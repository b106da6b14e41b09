#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <memory>

#include "bind.hpp"
#include "errors.hpp"
#include "slackwater/report/briefing.hpp"
#include "slackwater/report/chart.hpp"
#include "slackwater/report/terminal_table.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/csv.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/json.hpp"

namespace slackwater::python {
namespace {

using results::Comparison;
using results::RunTable;

/// A view of memory that `owner` keeps alive; nobody writes results, so it is read-only.
py::array view(const double* data, std::vector<py::ssize_t> shape, const py::object& owner) {
  py::array array(py::dtype::of<double>(), std::move(shape), data, owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

std::vector<py::ssize_t> shape_of(const RunTable& table, const results::SavedVariable& variable) {
  std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(table.policies.labels.size()),
                                 static_cast<py::ssize_t>(table.futures.labels.size()),
                                 static_cast<py::ssize_t>(table.samples)};
  for (const auto axis : variable.axes) {
    shape.push_back(static_cast<py::ssize_t>(table.axes[axis].labels.size()));
  }
  shape.push_back(static_cast<py::ssize_t>(table.time.size()));
  return shape;
}

std::vector<py::ssize_t> run_shape(const RunTable& table) {
  return {static_cast<py::ssize_t>(table.policies.labels.size()),
          static_cast<py::ssize_t>(table.futures.labels.size()),
          static_cast<py::ssize_t>(table.samples)};
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
  return out;
}

py::dict axes_of(const RunTable& table) {
  py::dict out;
  for (const auto& axis : table.axes) out[py::str(axis.name)] = axis.labels;
  return out;
}

template <class Status>
py::array names_of(const std::vector<Status>& statuses, std::vector<py::ssize_t> shape) {
  py::list names;
  for (const auto status : statuses) names.append(std::string(name(status)));
  return py::module_::import("numpy").attr("array")(names, "U16").attr("reshape")(shape);
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

py::list drawn_of(const RunTable& table) {
  py::list out;
  for (const auto& input : table.drawn) {
    py::dict item;
    item["name"] = input.name;
    item["unit"] = input.unit;
    item["documentation"] = input.documentation;
    item["distribution"] = input.distribution;
    item["values"] = py::array_t<double>(static_cast<py::ssize_t>(input.values.size()), input.values.data());
    out.append(item);
  }
  return out;
}

py::array values(const std::shared_ptr<RunTable>& table, const std::string& name) {
  const auto* variable = table->find(name);
  if (!variable) throw py::key_error(name);
  return view(variable->values.data(), shape_of(*table, *variable), py::cast(table));
}

void bind_run_table(py::module_& module) {
  py::class_<RunTable, std::shared_ptr<RunTable>>(module, "RunTable")
      .def_property_readonly("policies", [](const RunTable& t) { return t.policies.labels; })
      .def_property_readonly("policy_titles", [](const RunTable& t) { return t.policies.titles; })
      .def_property_readonly("futures", [](const RunTable& t) { return t.futures.labels; })
      .def_property_readonly("future_titles", [](const RunTable& t) { return t.futures.titles; })
      .def_readonly("samples", &RunTable::samples)
      .def_readonly("time_unit", &RunTable::time_unit)
      .def_property_readonly("time", [](const std::shared_ptr<RunTable>& t) {
        return view(t->time.data(), {static_cast<py::ssize_t>(t->time.size())}, py::cast(t));
      })
      .def_property_readonly("axes", [](const RunTable& t) { return axes_of(t); })
      .def_property_readonly("variables", [](const RunTable& t) {
        py::list out;
        for (const auto& variable : t.variables) out.append(describe(t, variable));
        return out;
      })
      .def("values", &values, py::arg("name"))
      .def_property_readonly("status", [](const RunTable& t) { return names_of(t.status, run_shape(t)); })
      .def_property_readonly("stopped_at", [](const std::shared_ptr<RunTable>& t) {
        return view(t->stopped_at.data(), run_shape(*t), py::cast(t));
      })
      .def_property_readonly("failures", [](const RunTable& t) { return failures_of(t); })
      .def_property_readonly("drawn", [](const RunTable& t) { return drawn_of(t); })
      .def("fingerprint", [](const RunTable& t) { return results::fingerprint(t); })
      .def("to_csv", [](const RunTable& t) { return results::to_csv(t); })
      .def("save", [](const RunTable& t, const std::string& path, const std::string& model_name,
                      const std::string& model_text, const std::string& version) {
        results::Provenance provenance;
        provenance.model_name = model_name;
        provenance.model_text = model_text;
        provenance.version = version;
        provenance.fingerprint = results::fingerprint(t);
        results::StoreWriter(path).publish(t, provenance);
      }, py::call_guard<py::gil_scoped_release>());
}

py::dict describe(const results::Metric& metric, const RunTable& table) {
  py::dict out;
  out["name"] = metric.name;
  out["unit"] = metric.unit;
  out["definition"] = metric.definition;
  out["documentation"] = metric.documentation;
  out["values"] = py::array_t<double>(run_shape(table), metric.values.data());
  out["status"] = names_of(metric.status, run_shape(table));
  return out;
}

py::dict describe(const results::Claim& claim) {
  py::dict out;
  out["id"] = claim.id;
  out["claim"] = claim.text;
  out["source"] = claim.source;
  out["that"] = claim.that;
  out["verdict"] = std::string(name(claim.verdict));
  out["numbers"] = claim.numbers;
  out["passed"] = claim.passed;
  out["share"] = claim.share;
  out["share_low"] = claim.share_low;
  out["share_high"] = claim.share_high;
  out["required_share"] = claim.required_share;
  out["fragile"] = claim.fragile;
  return out;
}

py::dict describe(const results::Scan& scan) {
  py::dict out;
  out["name"] = scan.name;
  out["vary"] = scan.vary;
  out["vary_unit"] = scan.vary_unit;
  out["measure"] = scan.measure;
  out["measure_unit"] = scan.measure_unit;
  out["policy"] = scan.policy;
  out["future"] = scan.future;
  out["x"] = py::array_t<double>(static_cast<py::ssize_t>(scan.x.size()), scan.x.data());
  out["y"] = py::array_t<double>(static_cast<py::ssize_t>(scan.y.size()), scan.y.data());
  return out;
}

py::dict describe(const results::Search& search) {
  py::dict out;
  out["name"] = search.name;
  out["vary"] = search.vary;
  out["unit"] = search.unit;
  out["until"] = search.until;
  out["found"] = search.found;
  out["low"] = search.low;
  out["high"] = search.high;
  out["value"] = search.value;
  out["message"] = search.message;
  return out;
}

template <class T>
py::list list_of(const std::vector<T>& items) {
  py::list out;
  for (const auto& item : items) out.append(describe(item));
  return out;
}

py::list metrics_of(const std::vector<results::Metric>& metrics, const RunTable& table) {
  py::list out;
  for (const auto& metric : metrics) out.append(describe(metric, table));
  return out;
}

// A pointer into the comparison that keeps the whole of it alive.
std::shared_ptr<RunTable> part(const std::shared_ptr<Comparison>& whole, RunTable& table) {
  return {whole, &table};
}

void bind_comparison(py::module_& module) {
  py::class_<Comparison, std::shared_ptr<Comparison>>(module, "Comparison")
      .def_readonly("title", &Comparison::title)
      .def_readonly("question", &Comparison::question)
      .def_readonly("model_title", &Comparison::model_title)
      .def_readonly("baseline", &Comparison::baseline)
      .def_readonly("indicators", &Comparison::indicators)
      .def_property_readonly("defaults", [](const std::shared_ptr<Comparison>& c) { return part(c, c->defaults); })
      .def_property_readonly("samples", [](const std::shared_ptr<Comparison>& c) {
        return c->samples ? part(c, *c->samples) : nullptr;
      })
      .def_property_readonly("metrics", [](const Comparison& c) { return metrics_of(c.metrics, c.defaults); })
      .def_property_readonly("sample_metrics", [](const Comparison& c) {
        return c.samples ? metrics_of(c.sample_metrics, *c.samples) : py::list();
      })
      .def_property_readonly("claims", [](const Comparison& c) { return list_of(c.claims); })
      .def_property_readonly("scans", [](const Comparison& c) { return list_of(c.scans); })
      .def_property_readonly("searches", [](const Comparison& c) { return list_of(c.searches); })
      .def("fingerprint", [](const Comparison& c) { return results::fingerprint(c); })
      .def("briefing", [](const Comparison& c) { return report::briefing(c); })
      .def("table", [](const Comparison& c, int width) {
        return report::terminal_table(c, {.width = width, .color = false, .unicode = true});
      }, py::arg("width") = 100)
      .def("to_json", [](const Comparison& c) { return results::to_json(c); })
      .def("save", [](const Comparison& c, const std::string& path) {
        results::StoreWriter(path).publish(c);
      }, py::call_guard<py::gil_scoped_release>());
}

}  // namespace

void bind_tables(py::module_& module) {
  bind_run_table(module);
  bind_comparison(module);
  module.def("read_results", [](const std::string& path) {
    const py::gil_scoped_release release;
    return std::make_shared<Comparison>(results::StoreReader(path).comparison());
  }, py::arg("path"));
  module.def("publish_file", [](const std::string& path, const std::string& text) {
    results::publish_file(path, text);
  }, py::arg("path"), py::arg("text"));
  module.def("palette", [](std::size_t count) {
    std::vector<std::pair<std::string, std::string>> out;
    for (std::size_t i = 0; i < count; ++i) {
      const auto style = report::policy_style(i);
      out.emplace_back(style.color, style.dash);
    }
    return out;
  }, py::arg("count"), "Colours and SVG dashes of policies, in order.");
}

}  // namespace slackwater::python
