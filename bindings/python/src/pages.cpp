#include <pybind11/stl.h>

#include <optional>
#include <string>

#include "bind.hpp"
#include "errors.hpp"
#include "player.hpp"
#include "slackwater/api/page.hpp"

namespace slackwater::python {
namespace {

using api::Scenario;
using results::Comparison;

template <class Make>
std::string made(const Make& make) {
  std::optional<base::Result<std::string>> result;
  {
    const py::gil_scoped_release others_go_on;
    result = make();
  }
  return value_or_raise(std::move(*result));
}

void check_player(const std::string& player) {
  const auto refused = api::check_player(player);
  if (refused.has_errors()) raise(refused);
}

std::string page(const Scenario& scenario, const Comparison& comparison, const std::string& player,
                 const std::string& command) {
  return made(
      [&] { return api::page(scenario, comparison, {.player = player, .command = command}); });
}

std::string page_payload(const Scenario& scenario, const Comparison& comparison,
                         const std::string& command) {
  return made([&] { return api::page_payload(scenario, comparison, {.command = command}); });
}

}  // namespace

void bind_pages(py::module_& module) {
  module.def("player", [] { return std::string(player()); });
  module.def("check_player", &check_player, py::arg("player"));
  module.def("page", &page, py::arg("scenario"), py::arg("comparison"), py::arg("player"),
             py::arg("command"));
  module.def("page_payload", &page_payload, py::arg("scenario"), py::arg("comparison"),
             py::arg("command"));
}

}  // namespace slackwater::python
