#include "core/changes.hpp"
#include "core/equilibrium.hpp"
#include "labels.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "study.hpp"

namespace slackwater::api {
namespace {

std::string text_of(const scenario::Scenario& scenario, const Study::Rest& rest) {
  const auto policy = rest.policy.value_or(scenario.start.policy);
  std::string text = "policy " + scenario.policies[policy].label;
  if (rest.future) text += ", future " + scenario.futures[*rest.future].label;
  const char* before = ", with ";
  for (const auto& setting : scenario.start.settings) {
    text += before + setting.override.target + " = " + setting.text;
    before = ", ";
  }
  return text;
}

}  // namespace

base::Result<Equilibrium> equilibrium(const Scenario& handle, const RestOf& which) {
  const base::FloatingPointScope scope;
  const auto& implementation = handle.implementation();
  const auto& scenario = implementation.scenario;
  Study::Rest rest;
  base::Diagnostics diagnostics;
  if (!which.policy.empty()) {
    const auto policy = policy_named(implementation, which.policy);
    diagnostics.append(policy.diagnostics());
    if (policy) rest.policy = *policy;
  }
  if (!which.future.empty()) {
    const auto future = future_named(implementation, which.future);
    diagnostics.append(future.diagnostics());
    if (future) rest.future = *future;
  }
  if (diagnostics.has_errors()) return diagnostics;
  auto changes = changes_of(implementation.model.implementation(), which.set);
  if (!changes) return changes.diagnostics();
  diagnostics.append(changes.diagnostics());
  rest.extra = std::move(*changes);
  diagnostics.append(can_rest(implementation.model.implementation().model, {}));
  if (diagnostics.has_errors()) return diagnostics;
  Study study(implementation, {});
  const auto run = study.plan_rest(rest);
  if (!run) return run.diagnostics();
  return with_diagnostics(std::move(diagnostics), rest_of(*run, scenario.time, scenario.start.place,
                                                          text_of(scenario, rest)));
}

}  // namespace slackwater::api
