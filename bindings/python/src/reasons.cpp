#include <pybind11/stl.h>

#include <functional>
#include <optional>
#include <utility>

#include "bind.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "slackwater/api/loops.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/api/why.hpp"

namespace slackwater::python {
namespace {

using Names = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct Explained {
  api::Explanation tree;
  std::string ended_early;
};

// Everything as JSON, with the text for the terminal and the warnings beside it.
py::dict explained(const std::function<base::Result<Explained>()>& find, api::WhyWords words) {
  std::optional<base::Result<Explained>> result;
  {
    const py::gil_scoped_release others_go_on;
    result = find();
  }
  py::dict out;
  out["notes"] = to_list(result->diagnostics());
  const auto found = value_or_raise(std::move(*result));
  out["json"] = api::why_json(found.tree);
  words.unicode = true;
  out["text"] = api::why_text(found.tree, words);
  out["ended_early"] = found.ended_early;
  return out;
}

base::Result<Explained> tree_of(const base::Result<api::Why>& why, const std::string& indicator,
                                std::optional<double> at, int depth) {
  if (!why) return why.diagnostics();
  api::WhyOptions options;
  options.depth = depth;
  const double last = why->times().empty() ? 0 : why->times().back();
  auto tree = why->tree(indicator, at.value_or(last), options);
  if (!tree) return tree.diagnostics();
  return {{std::move(*tree), why->ended_early()}, why.diagnostics()};
}

py::dict why_scenario(const api::Scenario& scenario, const std::string& indicator,
                      const std::string& policy, const std::string& against,
                      const std::string& future, std::optional<double> at, int depth) {
  api::WhyWords words;
  words.title = scenario.title();
  words.shares = api::shares(scenario.model());
  words.policy = scenario.title_of_policy(policy);
  words.against = scenario.title_of_policy(against);
  if (scenario.futures().size() > 1) words.future = scenario.title_of_future(future);
  return explained(
      [&] { return tree_of(api::why(scenario, policy, against, future), indicator, at, depth); },
      words);
}

py::dict why_model(const api::Model& model, const std::string& indicator, const py::dict& a,
                   const py::dict& b, std::optional<double> at, int depth) {
  const auto first = run_options(a);
  const auto second = run_options(b);
  api::WhyWords words;
  words.title = model.title();
  words.shares = api::shares(model);
  words.policy = "with the settings";
  words.against = "against";
  return explained(
      [&] {
        return tree_of(api::Why::between(model, first.set, second.set, first), indicator, at,
                       depth);
      },
      words);
}

std::pair<std::string, py::list> dominance(
    const std::function<base::Result<api::LoopDominance>()>& find) {
  std::optional<base::Result<api::LoopDominance>> result;
  {
    const py::gil_scoped_release others_go_on;
    result = find();
  }
  auto warnings = to_list(result->diagnostics());
  return {api::loops_json(value_or_raise(std::move(*result))), warnings};
}

api::LoopOptions loop_options(std::size_t budget, std::size_t most, const Names& names) {
  api::LoopOptions options;
  options.budget = budget;
  options.most = most;
  options.names = names;
  return options;
}

}  // namespace

void bind_reasons(py::module_& module) {
  module.def("scenario_why", &why_scenario, py::arg("scenario"), py::arg("indicator"),
             py::arg("policy"), py::arg("against"), py::arg("future"), py::arg("at"),
             py::arg("depth"));
  module.def("why", &why_model, py::arg("model"), py::arg("indicator"), py::arg("a"), py::arg("b"),
             py::arg("at"), py::arg("depth"));
  module.def(
      "loops",
      [](const api::Model& model, const py::dict& given, std::size_t budget, std::size_t most,
         const Names& names) {
        auto options = run_options(given);
        const auto set = std::exchange(options.set, {});
        const auto wanted = loop_options(budget, most, names);
        return dominance([&] { return api::loops(model, set, wanted, options); });
      },
      py::arg("model"), py::arg("options"), py::arg("budget"), py::arg("most"), py::arg("names"));
  module.def(
      "scenario_loops",
      [](const api::Scenario& scenario, const std::string& policy, const std::string& future,
         std::size_t budget, std::size_t most, const Names& names) {
        const auto wanted = loop_options(budget, most, names);
        return dominance([&] { return api::loops(scenario, policy, future, wanted); });
      },
      py::arg("scenario"), py::arg("policy"), py::arg("future"), py::arg("budget"), py::arg("most"),
      py::arg("names"));
}

}  // namespace slackwater::python
