#include <string>

#include "core/model_implementation.hpp"
#include "draws.hpp"
#include "scenario_implementation.hpp"

namespace slackwater::api {
namespace {

base::Diagnostics refuse(const std::string& message, const base::Place& place,
                         const std::string& hint) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9036", message, place, hint);
  return diagnostics;
}

}  // namespace

base::Result<Scenario> with_samples(const Scenario& handle, std::uint64_t samples) {
  const auto& was = handle.implementation();
  if (!was.scenario.uncertainty) {
    return refuse("the scenario has no `uncertainty:`, so there are no samples to count",
                  {was.scenario.source, {}}, "add `uncertainty:` with what is drawn");
  }
  const auto& uncertainty = *was.scenario.uncertainty;
  if (samples == uncertainty.samples) return handle;
  if (uncertainty.design == scenario::Design::rows) {
    return refuse("the number of samples follows from the design, which has " +
                      std::to_string(uncertainty.samples) + " (" + uncertainty.design_text + ")",
                  {was.scenario.source, {}},
                  "latin_hypercube, sobol and monte_carlo have as many as are asked for");
  }
  auto changed = was;
  changed.scenario.uncertainty->samples = samples;
  changed.file_samples = was.file_samples != 0 ? was.file_samples : uncertainty.samples;
  if (changed.file_samples == samples) changed.file_samples = 0;
  // What no design has is said here, where it was asked for.
  const auto drawn =
      draw_inputs(*changed.scenario.uncertainty, changed.model.implementation().model, {0, 0});
  if (!drawn) return drawn.diagnostics();
  return Scenario(std::make_shared<Scenario::Implementation>(std::move(changed)));
}

}  // namespace slackwater::api
