#include <pybind11/stl.h>

#include <memory>

#include "background.hpp"
#include "bind.hpp"
#include "errors.hpp"
#include "slackwater/api/ensemble_folder.hpp"

namespace slackwater::python {
namespace {

using api::EnsembleFolder;
using results::WriterLock;

// Warnings are passed on; errors are raised.
py::list finish(const base::Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) raise(diagnostics);
  return to_list(diagnostics);
}

api::KeepOptions keep_options(const py::dict& given) {
  api::KeepOptions keep;
  if (given.contains("series")) keep.series = given["series"].cast<bool>();
  if (given.contains("fans")) keep.fans = api::fans_named(given["fans"].cast<std::string>());
  if (given.contains("shard_size")) keep.shard_size = given["shard_size"].cast<std::uint64_t>();
  return keep;
}

py::dict describe(const api::EnsemblePlan& plan) {
  py::dict out;
  out["version"] = plan.version;
  out["scenario"] = plan.scenario;
  out["texts"] = plan.texts;
  out["samples"] = plan.samples;
  out["file_samples"] = plan.file_samples;
  out["seed"] = plan.seed;
  out["design"] = plan.design;
  out["shard_size"] = plan.shard_size;
  out["shards"] = plan.shards();
  out["series"] = plan.series;
  out["fans"] = std::string(api::name(plan.fans));
  out["policies"] = plan.policies;
  out["futures"] = plan.futures;
  out["variables"] = plan.variables;
  out["measures"] = plan.measures;
  out["claims"] = plan.claims;
  return out;
}

std::pair<EnsembleFolder, py::list> create(const api::Scenario& scenario, const std::string& path,
                                           const py::dict& keep, bool strict_units) {
  auto plan = api::plan_ensemble(scenario, keep_options(keep), strict_units);
  auto notes = plan.diagnostics();
  auto folder = EnsembleFolder::create(path, value_or_raise(std::move(plan)));
  notes.append(folder.diagnostics());
  auto warnings = to_list(notes);
  return {value_or_raise(std::move(folder)), std::move(warnings)};
}

std::pair<std::vector<std::size_t>, std::vector<std::string>> check_part(
    const EnsembleFolder& folder, std::size_t part, std::size_t parts) {
  api::PartStates states;
  run_in_background(py::none(), [&](const api::Progress& report) {
    states = api::check_part(folder, part, parts, report);
    if (report.cancel != nullptr && *report.cancel) states = {};
  });
  return {std::move(states.missing), std::move(states.set_aside)};
}

py::list states(const EnsembleFolder& folder) {
  std::vector<results::ShardFiles> found;
  run_in_background(py::none(), [&](const api::Progress& report) {
    found = folder.files().states(folder.plan().shards(), report.report, report.cancel);
  });
  py::list out;
  for (const auto& shard : found) {
    const char* word = "missing";
    if (shard.state == results::ShardState::complete) word = "complete";
    if (shard.state == results::ShardState::damaged) word = "damaged";
    out.append(word);
  }
  return out;
}

py::list run_shards(const EnsembleFolder& folder, std::vector<std::size_t> shards, int threads,
                    const py::object& progress) {
  base::Diagnostics diagnostics;
  run_in_background(progress, [&](const api::Progress& report) {
    diagnostics = folder.run_shards({std::move(shards), threads}, report);
  });
  return finish(diagnostics);
}

py::list pack(const EnsembleFolder& folder, int threads, const py::object& progress) {
  std::optional<base::Result<results::Packed>> packed;
  run_in_background(progress,
                    [&](const api::Progress& report) { packed = folder.pack(threads, report); });
  return finish(packed->diagnostics());
}

py::list view(const EnsembleFolder& folder, const std::string& file) {
  std::optional<base::Result<results::Packed>> packed;
  run_in_background(py::none(),
                    [&](const api::Progress& report) { packed = folder.view(file, 0, report); });
  return finish(packed->diagnostics());
}

// Under a file system's lock, which is freed with the process or by `release`.
class Lock {
 public:
  explicit Lock(WriterLock lock) : lock_(std::move(lock)) {}
  void release() { lock_ = WriterLock(); }
  void forget() { lock_.forget(); }

 private:
  WriterLock lock_;
};

}  // namespace

void bind_ensemble_folders(py::module_& module) {
  py::class_<Lock>(module, "WriterLock")
      .def("release", &Lock::release)
      .def("forget", &Lock::forget);
  py::class_<EnsembleFolder>(module, "EnsembleFolder")
      .def_property_readonly("path", &EnsembleFolder::path)
      .def_property_readonly("plan", [](const EnsembleFolder& f) { return describe(f.plan()); })
      .def_property_readonly("plan_hash",
                             [](const EnsembleFolder& f) { return f.files().plan_hash(); })
      .def_property_readonly("scenario", &EnsembleFolder::scenario)
      .def("runs_of", &EnsembleFolder::runs_of, py::arg("shards"))
      .def(
          "lock",
          [](const EnsembleFolder& f, std::size_t part, std::size_t parts,
             const std::string& command) {
            return std::make_unique<Lock>(f.lock(part, parts, command));
          },
          py::arg("part"), py::arg("parts"), py::arg("command"))
      .def("check_part", &check_part, py::arg("part"), py::arg("parts"))
      .def(
          "check_space",
          [](const EnsembleFolder& f, const std::vector<std::size_t>& shards) {
            finish(api::check_space(f, shards));
          },
          py::arg("shards"))
      .def("count_missing",
           [](const EnsembleFolder& f) { return f.files().count_missing(f.plan().shards()); })
      .def("states", &states)
      .def("run_shards", &run_shards, py::arg("shards"), py::arg("threads"),
           py::arg("progress") = py::none())
      .def("pack", &pack, py::arg("threads"), py::arg("progress") = py::none())
      .def("view", &view, py::arg("file"));
  module.def("has_plan", &results::ShardFolder::has_plan, py::arg("path"));
  module.def("create_ensemble", &create, py::arg("scenario"), py::arg("path"), py::arg("keep"),
             py::arg("strict_units"));
  module.def(
      "open_ensemble",
      [](const std::string& path) { return value_or_raise(EnsembleFolder::open(path)); },
      py::arg("path"));
}

}  // namespace slackwater::python
