#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "slackwater/report/chart.hpp"

namespace slackwater::python {
namespace {

using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;

std::vector<double> vector_of(const py::handle& values) {
  const auto array = Numbers::ensure(values);
  if (!array || array.ndim() != 1) throw py::value_error("a line needs arrays with one axis");
  return {array.data(), array.data() + array.size()};
}

py::dict describe(const report::LineStyle& style) {
  py::dict out;
  out["color"] = style.color;
  out["dash"] = style.dash;
  out["width"] = style.width;
  out["ghost"] = style.ghost;
  return out;
}

// `position` counts policies without the baseline; -1 is the baseline.
report::LineStyle style_of(int position) {
  if (position < 0) return report::baseline_style();
  return report::policy_style(static_cast<std::size_t>(position));
}

report::Line line_from(const py::dict& given) {
  report::Line line;
  line.label = py::cast<std::string>(given["label"]);
  line.x = vector_of(given["x"]);
  line.y = vector_of(given["y"]);
  if (given.contains("low")) line.low = vector_of(given["low"]);
  if (given.contains("high")) line.high = vector_of(given["high"]);
  if (line.x.size() != line.y.size()) throw py::value_error("x and y differ in length");
  line.style = style_of(py::cast<int>(given["position"]));
  return line;
}

std::string svg_chart(const std::string& title, const std::string& subtitle,
                      const std::string& x_label, const py::list& lines, double width,
                      double height) {
  report::Chart chart;
  chart.title = title;
  chart.subtitle = subtitle;
  chart.x_label = x_label;
  chart.width = width;
  chart.height = height;
  for (const auto& line : lines) chart.lines.push_back(line_from(py::cast<py::dict>(line)));
  return report::svg_chart(chart);
}

}  // namespace

void bind_charts(py::module_& module) {
  module.def(
      "line_style", [](int position) { return describe(style_of(position)); }, py::arg("position"));
  module.def("svg_chart", &svg_chart, py::arg("title"), py::arg("subtitle"), py::arg("x_label"),
             py::arg("lines"), py::arg("width") = 360, py::arg("height") = 210);
  module.def("time_ticks", &report::time_ticks, py::arg("low"), py::arg("high"), py::arg("count"),
             py::arg("unit"));
}

}  // namespace slackwater::python
