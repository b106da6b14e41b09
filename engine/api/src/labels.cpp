#include "labels.hpp"

#include <algorithm>
#include <string_view>

namespace slackwater::api {
namespace {

base::Result<std::size_t> named(std::string_view what, const std::vector<std::string>& known,
                                const std::string& label) {
  const auto found = std::find(known.begin(), known.end(), label);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  base::Diagnostics diagnostics;
  const auto closest = base::closest_name(label, known);
  diagnostics.error("E9014", "no " + std::string(what) + " '" + label + "' in the scenario file",
                    {}, closest.empty() ? "" : "did you mean '" + closest + "'?");
  return diagnostics;
}

}  // namespace

base::Result<std::size_t> policy_named(const Scenario::Implementation& scenario,
                                       const std::string& label) {
  return named("policy", scenario.policies, label);
}

base::Result<std::size_t> future_named(const Scenario::Implementation& scenario,
                                       const std::string& label) {
  return named("future", scenario.futures, label);
}

}  // namespace slackwater::api
