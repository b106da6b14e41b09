#include "errors.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <array>

#include "bind.hpp"
#include "slackwater/results/file.hpp"

namespace slackwater::python {
namespace {

const char* word(base::Severity severity) {
  switch (severity) {
    case base::Severity::error:
      return "error";
    case base::Severity::warning:
      return "warning";
    case base::Severity::note:
      break;
  }
  return "note";
}

void add_place(py::dict& out, const base::Place& place) {
  out["file"] = py::none();
  out["line"] = py::none();
  out["column"] = py::none();
  if (!place.source) return;
  const auto at = place.source->position(place.span.begin);
  out["file"] = place.source->name();
  out["line"] = at.line;
  out["column"] = at.column;
}

bool has_error(const base::Diagnostics& diagnostics, std::string_view code) {
  for (const auto& entry : diagnostics.entries()) {
    if (entry.code == code && entry.severity == base::Severity::error) return true;
  }
  return false;
}

}  // namespace

py::list to_list(const base::Diagnostics& diagnostics) {
  py::list out;
  for (const auto& entry : diagnostics.entries()) {
    py::dict item;
    item["severity"] = word(entry.severity);
    item["code"] = entry.code;
    item["message"] = entry.message;
    item["hint"] = entry.hint;
    item["text"] = base::render(entry);
    add_place(item, entry.place);
    out.append(item);
  }
  return out;
}

void raise(const base::Diagnostics& diagnostics) {
  if (has_error(diagnostics, "E9001")) {
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    throw py::error_already_set();
  }
  const auto errors = py::module_::import("slackwater.errors");
  constexpr std::array kOfFiles = {"E9002", "E9012", "E9031", "E9032",
                                   "E9033", "E9034", "E9035", "E9041"};
  const bool file =
      std::ranges::any_of(kOfFiles, [&](const char* code) { return has_error(diagnostics, code); });
  const py::object type = errors.attr(file ? "FileError" : "ModelError");
  PyErr_SetObject(type.ptr(), type(base::render(diagnostics), to_list(diagnostics)).ptr());
  throw py::error_already_set();
}

void bind_errors(py::module_&) {
  py::register_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const results::FileError& error) {
      const py::object type = py::module_::import("slackwater.errors").attr("FileError");
      PyErr_SetObject(type.ptr(), type(std::string(error.what()), py::list(), error.path()).ptr());
    }
  });
}

}  // namespace slackwater::python
