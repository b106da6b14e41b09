#include "provenance.hpp"

#include <algorithm>

#include "core/model_implementation.hpp"
#include "slackwater/api/why.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::api {
namespace {

std::string value_text(const VariableInfo& variable) {
  if (variable.values.size() == 1) return base::format_number(variable.values.front());
  std::string text;
  for (std::size_t i = 0; i < variable.values.size(); ++i) {
    if (i > 0) text += ", ";
    text += base::format_number(variable.values[i]);
  }
  return text;
}

// Levers are what policies choose; everything else that is a number is an assumption.
std::vector<results::Assumption> assumptions(const Model& model) {
  std::vector<results::Assumption> out;
  for (const auto& variable : model.variables()) {
    if (variable.kind != "parameter" && variable.kind != "constant") continue;
    std::string range;
    if (variable.low && variable.high) {
      range = base::format_number(*variable.low) + " .. " + base::format_number(*variable.high);
    }
    out.push_back({variable.name, value_text(variable), variable.unit.empty() ? "1" : variable.unit,
                   variable.documentation, variable.provenance, range});
  }
  return out;
}

bool is_share(const VariableInfo& variable) {
  return report::look_of(variable.unit, variable.low, variable.high) == report::Look::share;
}

}  // namespace

std::vector<std::string> shares(const Model& model) {
  std::vector<std::string> names;
  for (const auto& variable : model.variables()) {
    if (is_share(variable)) names.push_back(variable.name);
  }
  return names;
}

void describe(const Scenario::Implementation& implementation, const CompareOptions& options,
              results::Comparison& out) {
  const auto& scenario = implementation.scenario;
  const auto& model = implementation.model;
  out.title = scenario.title;
  out.question = scenario.question;
  out.note = scenario.note;
  out.model_title = model.title();
  out.baseline = scenario.policies[scenario.baseline].label;
  out.settings = scenario::policy_settings(scenario, model.implementation().model);
  out.assumptions = assumptions(model);
  for (const auto& variable : model.variables()) {
    if (variable.kind == "indicator") out.indicators.push_back(variable.name);
    if (is_share(variable)) out.shares.push_back(variable.name);
  }
  // A measure that is the size of a share is one.
  for (const auto& measure : scenario.measures) {
    const auto variable =
        scenario::level_of(measure).substr(0, scenario::level_of(measure).find('['));
    const bool known = std::ranges::find(out.shares, measure.name) != out.shares.end();
    if (!known && std::ranges::find(out.shares, variable) != out.shares.end()) {
      out.shares.push_back(measure.name);
    }
  }
  for (const auto& policy : scenario.policies) out.policy_notes.push_back(policy.note);
  for (const auto& future : scenario.futures) out.future_notes.push_back(future.note);

  auto& provenance = out.provenance;
  provenance.version = version();
  provenance.model_name = scenario.model_path;
  provenance.model_text = model.text();
  provenance.scenario_name = implementation.source->name();
  provenance.scenario_text = std::string(implementation.source->text());
  provenance.method = model::name(scenario.time.method);
  provenance.time_step = scenario.time.step;
  // Random functions of the model are keyed by the seed on the defaults too.
  if (scenario.uncertainty) provenance.seed = scenario.uncertainty->seed;
  if (scenario.uncertainty && out.samples) provenance.design = scenario.uncertainty->design_text;
  provenance.fingerprint = results::fingerprint(out);
  provenance.command = options.command;
}

}  // namespace slackwater::api
