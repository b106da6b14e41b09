#include <mutex>
#include <optional>

#include "background.hpp"
#include "bind.hpp"
#include "errors.hpp"
#include "slackwater/paper/pdf.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/csv.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_store.hpp"

namespace slackwater::python {
namespace {

using results::Comparison;
using results::RunTable;

// The HDF5 library is not thread-safe, and Python threads may save at the same time.
std::mutex& library() {
  static std::mutex mutex;
  return mutex;
}

void save_table(const RunTable& table, const std::string& path, results::Provenance provenance) {
  provenance.fingerprint = results::fingerprint(table);
  const std::lock_guard lock(library());
  results::StoreWriter(path).publish(table, provenance);
}

void save_comparison(const Comparison& comparison, const std::string& path) {
  const std::lock_guard lock(library());
  results::StoreWriter(path).publish(comparison);
}

std::shared_ptr<Comparison> read_results(const std::string& path) {
  const std::lock_guard lock(library());
  return std::make_shared<Comparison>(results::StoreReader(path).comparison());
}

// Ctrl-C ends the printer.
py::bytes print_pdf(const std::string& html, const std::string& search_path) {
  std::optional<base::Result<std::string>> bytes;
  run_in_background(py::none(), [&](const api::Progress& progress) {
    bytes = paper::pdf(html, {.printers = paper::find_printers(search_path),
                              .stop = [&] { return progress.cancel->load(); }});
  });
  return value_or_raise(std::move(*bytes));
}

}  // namespace

void bind_files(py::module_& module) {
  using Unlocked = py::call_guard<py::gil_scoped_release>;
  module.def(
      "save_table",
      [](const RunTable& table, const std::string& path, const std::string& model_name,
         const std::string& model_text, const std::string& version, const std::string& method,
         double time_step, std::uint64_t seed) {
        save_table(table, path,
                   {.version = version,
                    .model_name = model_name,
                    .model_text = model_text,
                    .method = method,
                    .time_step = time_step,
                    .seed = seed});
      },
      py::arg("table"), py::arg("path"), py::arg("model_name"), py::arg("model_text"),
      py::arg("version"), py::arg("method"), py::arg("time_step"), py::arg("seed"), Unlocked());
  module.def(
      "save_csv",
      [](const RunTable& table, const std::string& path) {
        results::AtomicFile file(path);
        results::write_csv(table, [&](std::string_view piece) { file.write(piece); });
        file.publish();
      },
      py::arg("table"), py::arg("path"), Unlocked());
  module.def("save_comparison", &save_comparison, py::arg("comparison"), py::arg("path"),
             Unlocked());
  module.def("read_results", &read_results, py::arg("path"), Unlocked());
  module.def(
      "publish_file",
      [](const std::string& path, const std::string& bytes) { results::publish_file(path, bytes); },
      py::arg("path"), py::arg("bytes"), Unlocked());
  module.def("print_pdf", &print_pdf, py::arg("html"), py::arg("search_path"));
}

}  // namespace slackwater::python
