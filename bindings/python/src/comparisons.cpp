#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "run_tables.hpp"
#include "slackwater/api/briefing.hpp"
#include "slackwater/report/terminal_table.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/json.hpp"

namespace slackwater::python {
namespace {

using results::Comparison;
using results::RunTable;
using Whole = std::shared_ptr<Comparison>;

py::array_t<double> numbers(const std::vector<double>& values) {
  return py::array_t<double>(static_cast<py::ssize_t>(values.size()), values.data());
}

py::dict describe(const results::Metric& metric, const RunTable& table) {
  py::dict out;
  out["name"] = metric.name;
  out["unit"] = metric.unit;
  out["definition"] = metric.definition;
  out["documentation"] = metric.documentation;
  out["values"] = py::array_t<double>(run_shape(table), metric.values.data());
  out["status"] = status_names(metric.status, run_shape(table));
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
  out["left"] = claim.left.value;
  out["left_status"] = std::string(name(claim.left.status));
  out["sign"] = claim.sign;
  out["right"] = claim.right.value;
  out["right_status"] = std::string(name(claim.right.status));
  out["unit"] = claim.unit;
  out["passed"] = claim.passed;
  out["share"] = claim.share;
  out["share_low"] = claim.share_low;
  out["share_high"] = claim.share_high;
  out["required_share"] = claim.required_share;
  out["samples_tested"] = claim.samples_tested;
  out["samples_failed_runs"] = claim.samples_failed_runs;
  out["note"] = claim.note;
  out["fragile"] = claim.fragile;
  const auto samples = static_cast<py::ssize_t>(claim.sample_verdicts.size());
  out["sample_verdict"] = status_names(claim.sample_verdicts, {samples});
  out["sample_left"] = numbers(claim.sample_left);
  out["sample_right"] = numbers(claim.sample_right);
  return out;
}

py::dict describe(const results::Scan& scan) {
  py::dict out;
  out["name"] = scan.name;
  out["title"] = scan.title;
  out["vary"] = scan.vary;
  out["vary_unit"] = scan.vary_unit;
  out["measure"] = scan.measure;
  out["measure_unit"] = scan.measure_unit;
  out["policy"] = scan.policy;
  out["future"] = scan.future;
  out["x"] = numbers(scan.x);
  out["y"] = numbers(scan.y);
  out["status"] = status_names(scan.status, {static_cast<py::ssize_t>(scan.status.size())});
  return out;
}

py::dict describe(const results::Search& search) {
  py::dict out;
  out["name"] = search.name;
  out["title"] = search.title;
  out["vary"] = search.vary;
  out["unit"] = search.unit;
  out["policy"] = search.policy;
  out["future"] = search.future;
  out["until"] = search.until;
  out["found"] = search.found;
  out["low"] = search.low;
  out["high"] = search.high;
  out["value"] = search.value;
  out["runs"] = search.runs;
  out["message"] = search.message;
  return out;
}

py::dict describe(const results::PolicySetting& setting) {
  py::dict out;
  out["policy"] = setting.policy;
  out["future"] = setting.future;
  out["lever"] = setting.lever;
  out["value"] = setting.value;
  out["model_value"] = setting.model_value;
  out["unit"] = setting.unit;
  out["documentation"] = setting.documentation;
  out["beyond_range"] = setting.beyond_range;
  return out;
}

py::dict describe(const results::Assumption& assumption) {
  py::dict out;
  out["name"] = assumption.name;
  out["value"] = assumption.value;
  out["unit"] = assumption.unit;
  out["range"] = assumption.range;
  out["documentation"] = assumption.documentation;
  out["source"] = assumption.provenance;
  return out;
}

py::dict describe(const results::Provenance& provenance) {
  py::dict out;
  out["version"] = provenance.version;
  out["model_name"] = provenance.model_name;
  out["model_text"] = provenance.model_text;
  out["scenario_name"] = provenance.scenario_name;
  out["scenario_text"] = provenance.scenario_text;
  out["method"] = provenance.method;
  out["time_step"] = provenance.time_step;
  out["seed"] = provenance.seed;
  out["design"] = provenance.design;
  out["command"] = provenance.command;
  out["files_sha256"] = provenance.files;
  out["start"] = provenance.start;
  return out;
}

template <class T>
py::list list_of(const std::vector<T>& items) {
  py::list out;
  for (const auto& item : items) out.append(describe(item));
  return out;
}

py::list list_of(const std::vector<results::Metric>& metrics, const RunTable& table) {
  py::list out;
  for (const auto& metric : metrics) out.append(describe(metric, table));
  return out;
}

// A pointer into the comparison that keeps the whole of it alive.
std::shared_ptr<RunTable> defaults(const Whole& whole) { return {whole, &whole->defaults}; }

std::shared_ptr<RunTable> samples(const Whole& whole) {
  if (!whole->samples) return nullptr;
  return {whole, &*whole->samples};
}

py::list sample_metrics(const Comparison& comparison) {
  return comparison.samples ? list_of(comparison.sample_metrics, *comparison.samples) : py::list();
}

std::string table_text(const Comparison& comparison, int width) {
  return report::terminal_table(comparison, {.width = width, .color = false, .unicode = true});
}

}  // namespace

void bind_comparisons(py::module_& module) {
  py::class_<Comparison, Whole>(module, "Comparison")
      .def_readonly("title", &Comparison::title)
      .def_readonly("question", &Comparison::question)
      .def_readonly("model_title", &Comparison::model_title)
      .def_readonly("baseline", &Comparison::baseline)
      .def_readonly("indicators", &Comparison::indicators)
      .def_readonly("policy_notes", &Comparison::policy_notes)
      .def_property_readonly("defaults", &defaults)
      .def_property_readonly("samples", &samples)
      .def_property_readonly("metrics",
                             [](const Comparison& c) { return list_of(c.metrics, c.defaults); })
      .def_property_readonly("sample_metrics", &sample_metrics)
      .def_property_readonly("claims", [](const Comparison& c) { return list_of(c.claims); })
      .def_property_readonly("scans", [](const Comparison& c) { return list_of(c.scans); })
      .def_property_readonly("searches", [](const Comparison& c) { return list_of(c.searches); })
      .def_property_readonly("settings", [](const Comparison& c) { return list_of(c.settings); })
      .def_property_readonly("assumptions",
                             [](const Comparison& c) { return list_of(c.assumptions); })
      .def_property_readonly("provenance",
                             [](const Comparison& c) { return describe(c.provenance); })
      .def("fingerprint", [](const Comparison& c) { return results::fingerprint(c); })
      .def(
          "briefing", [](const Comparison& c) { return api::briefing(c, ""); },
          py::call_guard<py::gil_scoped_release>())
      .def("table", &table_text, py::arg("width"))
      .def("to_json", [](const Comparison& c) { return results::to_json(c); });
}

}  // namespace slackwater::python
