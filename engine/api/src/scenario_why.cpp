#include "core/loops.hpp"
#include "core/why_implementation.hpp"
#include "labels.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "study.hpp"

namespace slackwater::api {

base::Result<Why> why(const Scenario& handle, const std::string& policy, const std::string& against,
                      const std::string& future, const RunOptions& options) {
  const base::FloatingPointScope scope;
  const auto& implementation = handle.implementation();
  base::Diagnostics diagnostics;
  const auto first = policy_named(implementation, policy);
  const auto second = policy_named(implementation, against.empty() ? handle.baseline() : against);
  const auto in = future_named(implementation, future.empty() ? handle.futures().front() : future);
  diagnostics.append(first.diagnostics());
  diagnostics.append(second.diagnostics());
  diagnostics.append(in.diagnostics());
  if (diagnostics.has_errors()) return diagnostics;

  Study study(implementation, options);
  diagnostics.append(study.prepare());
  if (diagnostics.has_errors()) return diagnostics;
  std::vector<PlannedRun> runs;
  for (const auto& which : {*first, *second}) {
    auto planned = study.plan({.policies = {which}, .futures = {*in}});
    if (!planned) return planned.diagnostics();
    if (planned->runs.empty()) return planned->no_start;
    runs.push_back(std::move(planned->runs.front()));
  }
  diagnostics.append(study.warnings());
  auto found = why_between(handle.model(), runs[0], runs[1], study.variants().time(),
                           study.variants().options());
  diagnostics.append(found.diagnostics());
  if (!found) return diagnostics;
  return {std::move(*found), std::move(diagnostics)};
}

base::Result<LoopDominance> loops(const Scenario& handle, const std::string& policy,
                                  const std::string& future, const LoopOptions& options,
                                  const RunOptions& run) {
  const base::FloatingPointScope scope;
  const auto& implementation = handle.implementation();
  const auto which = policy_named(implementation, policy.empty() ? handle.baseline() : policy);
  const auto in = future_named(implementation, future.empty() ? handle.futures().front() : future);
  base::Diagnostics diagnostics = which.diagnostics();
  diagnostics.append(in.diagnostics());
  if (diagnostics.has_errors()) return diagnostics;
  Study study(implementation, run);
  diagnostics.append(study.prepare());
  if (diagnostics.has_errors()) return diagnostics;
  auto planned = study.plan({.policies = {*which}, .futures = {*in}});
  if (!planned) return planned.diagnostics();
  if (planned->runs.empty()) return planned->no_start;
  return loops_of(planned->runs.front(), implementation.model.implementation().model,
                  study.variants().time(), study.variants().options(), options);
}

}  // namespace slackwater::api
