#include "options.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <functional>
#include <map>
#include <string>
#include <tuple>

namespace slackwater::python {
namespace {

namespace py = pybind11;

template <class Options>
using Setters = std::map<std::string, std::function<void(Options&, const py::handle&)>>;

template <class Options>
Options read(const py::dict& given, const Setters<Options>& setters) {
  Options options;
  for (const auto& [key, value] : given) {
    const auto name = py::cast<std::string>(key);
    const auto setter = setters.find(name);
    if (setter == setters.end()) throw py::type_error("unknown option '" + name + "'");
    if (!value.is_none()) setter->second(options, value);
  }
  return options;
}

// (ramp, [(time, value), ...]) as slackwater/options.py makes it.
api::Profile profile(const py::handle& value) {
  const auto [ramp, points] =
      py::cast<std::pair<bool, std::vector<std::pair<double, double>>>>(value);
  return {points, ramp};
}

// Everything numeric that Python knows counts as a number.
api::Setting setting(const std::string& target, const py::handle& value) {
  if (py::isinstance<py::str>(value)) return {target, py::cast<std::string>(value)};
  if (py::isinstance<py::tuple>(value)) return {target, profile(value)};
  return {target, py::cast<double>(value)};
}

void set_all(api::RunOptions& options, const py::handle& value) {
  for (const auto& [name, item] : py::cast<py::dict>(value)) {
    options.set.push_back(setting(py::cast<std::string>(name), item));
  }
}

api::Matrix matrix(const py::handle& value) {
  const auto pair = py::cast<std::pair<std::vector<std::string>, py::object>>(value);
  const auto array = py::array_t < double,
             py::array::c_style | py::array::forcecast > ::ensure(pair.second);
  if (!array || array.ndim() != 2)
    throw py::value_error("the matrix must have two axes: (sample, input)");
  if (static_cast<std::size_t>(array.shape(1)) != pair.first.size()) {
    throw py::value_error("the matrix must have one column per name");
  }
  api::Matrix out;
  out.names = pair.first;
  out.rows = static_cast<std::size_t>(array.shape(0));
  out.values.assign(array.data(), array.data() + array.size());
  return out;
}

}  // namespace

api::RunOptions run_options(const py::dict& given) {
  using Options = api::RunOptions;
  static const Setters<Options> kSetters = {
      {"set", set_all},
      {"save",
       [](Options& o, const py::handle& v) { o.save = py::cast<std::vector<std::string>>(v); }},
      {"method", [](Options& o, const py::handle& v) { o.method = py::cast<std::string>(v); }},
      {"start_time", [](Options& o, const py::handle& v) { o.start_time = py::cast<double>(v); }},
      {"stop_time", [](Options& o, const py::handle& v) { o.stop_time = py::cast<double>(v); }},
      {"time_step", [](Options& o, const py::handle& v) { o.time_step = py::cast<double>(v); }},
      {"save_step", [](Options& o, const py::handle& v) { o.save_step = py::cast<double>(v); }},
      {"absolute_tolerance",
       [](Options& o, const py::handle& v) { o.absolute_tolerance = py::cast<double>(v); }},
      {"relative_tolerance",
       [](Options& o, const py::handle& v) { o.relative_tolerance = py::cast<double>(v); }},
      {"seed", [](Options& o, const py::handle& v) { o.seed = py::cast<std::uint64_t>(v); }},
      {"beyond_range", [](Options& o, const py::handle& v) { o.beyond_range = py::cast<bool>(v); }},
      {"reference", [](Options& o, const py::handle& v) { o.reference = py::cast<bool>(v); }},
      {"checks", [](Options& o, const py::handle& v) { o.checks = py::cast<bool>(v); }},
      {"sample", [](Options& o, const py::handle& v) { o.sample = py::cast<std::uint64_t>(v); }},
      {"only", [](Options& o, const py::handle& v) { o.only = py::cast<std::uint64_t>(v); }},
      {"passes", [](Options& o, const py::handle& v) { o.passes = py::cast<bool>(v); }},
      {"instruction_set",
       [](Options& o, const py::handle& v) { o.instruction_set = py::cast<std::string>(v); }},
      {"width", [](Options& o, const py::handle& v) { o.width = py::cast<int>(v); }},
  };
  return read<Options>(given, kSetters);
}

api::EnsembleOptions ensemble_options(const py::dict& given) {
  using Options = api::EnsembleOptions;
  static const Setters<Options> kSetters = {
      {"design", [](Options& o, const py::handle& v) { o.design = py::cast<std::string>(v); }},
      {"samples", [](Options& o, const py::handle& v) { o.samples = py::cast<std::size_t>(v); }},
      {"seed", [](Options& o, const py::handle& v) { o.seed = py::cast<std::uint64_t>(v); }},
      {"draws",
       [](Options& o, const py::handle& v) {
         for (const auto& [name, text] : py::cast<py::dict>(v)) {
           o.draws.emplace_back(py::cast<std::string>(name), py::cast<std::string>(text));
         }
       }},
      {"correlate",
       [](Options& o, const py::handle& v) {
         using Pair = std::tuple<std::string, std::string, double>;
         for (const auto& [first, second, coefficient] : py::cast<std::vector<Pair>>(v)) {
           o.correlations.push_back({first, second, coefficient});
         }
       }},
      {"matrix", [](Options& o, const py::handle& v) { o.matrix = matrix(v); }},
      {"threads", [](Options& o, const py::handle& v) { o.threads = py::cast<int>(v); }},
  };
  return read<Options>(given, kSetters);
}

}  // namespace slackwater::python
