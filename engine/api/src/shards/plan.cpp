#include <algorithm>
#include <filesystem>

#include "core/model_implementation.hpp"
#include "draws.hpp"
#include "files.hpp"
#include "scenario_implementation.hpp"
#include "slackwater/api/ensemble_plan.hpp"
#include "study.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

constexpr double kMostSeriesBytes = 64.0 * 1024 * 1024;
constexpr std::uint64_t kMostSamples = 10'000;
/// A study in a few parts leaves something to share, and little to lose when it is interrupted.
constexpr std::uint64_t kParts = 16;
constexpr std::uint64_t kLeastSamples = 64;
/// Elements of the model times steps that a core takes in some ten seconds.
constexpr double kMostElementSteps = 5e9;

// As seen from the scenario file's folder, so that a plan does not say where it was begun.
std::map<std::string, std::string> texts_of(const Scenario& handle, const std::string& name) {
  const auto& implementation = handle.implementation();
  const auto& model = implementation.model;
  const auto model_path = beside(name, implementation.scenario.model_path);
  std::map<std::string, std::string> out{{name, handle.text()}, {model_path, model.text()}};
  for (const auto& [path, text] : model.files()) out[beside(model_path, path)] = text;
  for (const auto& [path, text] : implementation.files) out[beside(name, path)] = text;
  return out;
}

std::uint64_t at_most(double limit, double each) {
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(limit / std::max(each, 1.0)));
}

// A matter of the texts alone, so that every machine cuts the same study alike.
base::Result<std::uint64_t> shard_size(const Scenario::Implementation& scenario, Study& study,
                                       std::uint64_t samples, bool series) {
  const auto extent = study.extent(false);
  if (!extent) return extent.diagnostics();
  const auto runs =
      static_cast<double>(scenario.policies.size()) * static_cast<double>(scenario.futures.size());
  double values = 0;
  for (const auto& [name, elements] : extent->variables) values += static_cast<double>(elements);
  values *= static_cast<double>(extent->points) * runs;
  const auto& time = scenario.scenario.time;
  const auto elements = static_cast<double>(scenario.model.implementation().model.elements.size());
  const double steps = (time.stop - time.start) / time.step;
  auto size = std::min(kMostSamples, at_most(kMostElementSteps, runs * elements * steps));
  if (series) size = std::min(size, at_most(kMostSeriesBytes, sizeof(double) * values));
  return std::min(size, std::max(kLeastSamples, (samples + kParts - 1) / kParts));
}

std::vector<std::string> kept_variables(Study& study) {
  std::vector<std::string> names;
  const auto extent = study.extent(false);
  if (!extent) return names;
  for (const auto& [name, elements] : extent->variables) names.push_back(name);
  return names;
}

base::Diagnostics without_samples(const scenario::Scenario& scenario) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9030", "the scenario has no `uncertainty:`, so there is no ensemble to run",
                    {scenario.source, {}}, "`slackwater compare` runs its policies and futures");
  return diagnostics;
}

}  // namespace

std::string_view name(Fans fans) {
  switch (fans) {
    case Fans::indicators:
      return "indicators";
    case Fans::saved:
      return "saved";
    case Fans::none:
      break;
  }
  return "none";
}

std::optional<Fans> fans_named(std::string_view text) {
  for (const auto fans : {Fans::none, Fans::indicators, Fans::saved}) {
    if (text == name(fans)) return fans;
  }
  return std::nullopt;
}

base::Result<EnsemblePlan> plan_ensemble(const Scenario& handle, const KeepOptions& keep,
                                         bool strict_units) {
  const auto& implementation = handle.implementation();
  const auto& scenario = implementation.scenario;
  if (!scenario.uncertainty) return without_samples(scenario);
  Study study(implementation, {});
  EnsemblePlan plan;
  plan.version = version();
  plan.scenario = fs::path(handle.source_name()).filename().string();
  plan.texts = texts_of(handle, plan.scenario);
  plan.strict_units = strict_units;
  plan.samples = scenario.uncertainty->samples;
  plan.file_samples = implementation.file_samples;
  plan.seed = scenario.uncertainty->seed;
  plan.design = scenario.uncertainty->design_text;
  plan.series = keep.series.value_or(true);
  plan.fans = keep.fans.value_or(plan.series ? Fans::none : Fans::indicators);
  // What is wrong with the draws, or worth knowing about the design, is said before the first run.
  auto drawn = draw_inputs(*scenario.uncertainty, implementation.model.implementation().model,
                           {0, std::min<std::size_t>(1, scenario.uncertainty->samples)});
  if (!drawn) return drawn.diagnostics();
  const auto automatic = shard_size(implementation, study, plan.samples, plan.series);
  if (!automatic) return automatic.diagnostics();
  plan.shard_size =
      std::clamp<std::uint64_t>(keep.shard_size.value_or(*automatic), 1, plan.samples);
  plan.policies = handle.policies();
  plan.futures = handle.futures();
  if (plan.series) plan.variables = kept_variables(study);
  for (const auto& measure : scenario.measures) plan.measures.push_back(measure.name);
  for (const auto& claim : scenario.claims) plan.claims.push_back(claim.id);
  return {std::move(plan), drawn.diagnostics()};
}

base::Result<Scenario> load_scenario(const EnsemblePlan& plan) {
  auto scenario = load_scenario_texts(plan.scenario, plan.texts, plan.strict_units);
  if (!scenario || plan.file_samples == 0) return scenario;
  auto other = with_samples(*scenario, plan.samples);
  if (!other) return other.diagnostics();
  return {std::move(*other), std::move(scenario.diagnostics())};
}

std::string command_of(const EnsemblePlan& plan) {
  std::string text = "slackwater ensemble " + plan.scenario;
  if (plan.file_samples != 0) text += " --samples " + std::to_string(plan.samples);
  if (!plan.series) text += " --no-series";
  if (plan.fans != (plan.series ? Fans::none : Fans::indicators)) {
    text += " --fans " + std::string(name(plan.fans));
  }
  if (plan.strict_units) text += " --strict-units";
  return text;
}

}  // namespace slackwater::api
