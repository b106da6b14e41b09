#include "slackwater/api/briefing.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "slackwater/api/diagram.hpp"
#include "slackwater/api/reproduce.hpp"
#include "slackwater/api/why.hpp"
#include "slackwater/report/briefing.hpp"
#include "slackwater/results/statistics.hpp"

namespace slackwater::api {
namespace {

using report::WhyChain;
using report::WhyQuestion;
using report::WhyStep;

constexpr std::size_t kDeepest = 24;   // causes followed
constexpr std::size_t kMostSteps = 6;  // of a chain that is told
constexpr double kSecondChain = 0.2;   // of the difference, for a second chain

std::string full_name(const std::string& name, const std::vector<std::string>& elements) {
  return elements.size() == 1 ? name + "[" + elements.front() + "]" : name;
}

bool is_decided(const Cause& cause) { return cause.kind == "lever" || cause.kind == "rule"; }

// Between the ends of a chain a reader wants what lasts and what was decided, not every equation.
bool is_told(const Cause& cause) {
  return cause.leaf || is_decided(cause) || cause.kind == "stock";
}

WhyStep step_of(const Cause& cause) {
  return {full_name(cause.name, cause.elements),
          cause.unit,
          cause.value,
          cause.against,
          "",
          is_decided(cause)};
}

bool pushes(const Cause& cause, double difference) { return cause.contribution * difference > 0; }

/// The largest cause that pushes the way of the difference and is not on the chain yet.
std::optional<Cause> strongest(const Explanation& explanation,
                               const std::vector<std::string>& seen) {
  for (const auto& cause : explanation.causes) {
    if (pushes(cause, explanation.difference) &&
        std::ranges::find(seen, cause.name) == seen.end()) {
      return cause;
    }
  }
  return std::nullopt;
}

/// A chain as it is told, and all that it runs through.
struct Followed {
  WhyChain chain;
  std::vector<std::string> variables;  ///< also those that only pass a change on
};

// Down to what was decided; what is only passed on is left out.
std::vector<WhyStep> steps_below(const Why& why, std::vector<std::string>& seen, Cause cause) {
  std::vector<WhyStep> steps;
  for (std::size_t depth = 0; depth < kDeepest; ++depth) {
    seen.push_back(cause.name);
    if (is_told(cause)) steps.push_back(step_of(cause));
    if (cause.leaf) break;
    auto next = strongest(why.explain(cause), seen);
    if (!next) break;
    cause = std::move(*next);
  }
  // Of a long chain its beginning and its end.
  if (steps.size() > kMostSteps) steps.erase(steps.begin() + kMostSteps - 2, steps.end() - 2);
  return steps;
}

Followed follow(const Why& why, const WhyQuestion& question, const Explanation& answer,
                const Cause& cause) {
  Followed out{{question.policy, question.against, question.future, question.time, {}},
               {answer.variable}};
  auto& steps = out.chain.steps;
  steps.push_back(
      {question.indicator, answer.unit, answer.value, answer.against, answer.better, false});
  auto below = steps_below(why, out.variables, cause);
  steps.insert(steps.end(), below.begin(), below.end());
  return out;
}

/// What a question found, or why nothing.
struct Found {
  std::vector<Followed> chains;
  std::string missing;
};

// Another version may compute other numbers; then its reasons are not the reasons of these.
bool belongs(const Explanation& answer, const results::Comparison& comparison,
             const WhyQuestion& question) {
  constexpr double kRounding = 1e-9;
  const auto& table = comparison.defaults;
  const auto place = [](const results::Axis& axis, const std::string& label) {
    return static_cast<std::size_t>(std::ranges::find(axis.labels, label) - axis.labels.begin());
  };
  const auto run = table.run_index(place(table.policies, question.policy),
                                   place(table.futures, question.future), 0);
  const auto open = question.indicator.find('[');
  const auto* variable = table.find(question.indicator.substr(0, open));
  if (variable == nullptr) return false;
  for (std::size_t e = 0; e < variable->elements; ++e) {
    if (table.element_name(*variable, e) != question.indicator) continue;
    const double shown =
        results::value_at(table.time, table.series(*variable, run, e), question.time);
    return std::abs(shown - answer.value) <= kRounding * std::abs(shown);
  }
  return false;
}

// The strongest chain and, where another cause weighs enough, a second one.
Found chains(const Scenario& scenario, const results::Comparison& comparison,
             const WhyQuestion& question) {
  const auto why = api::why(scenario, question.policy, question.against, question.future);
  if (!why) return {{}, "the runs could not be repeated"};
  if (!why->ended_early().empty()) return {{}, "a run ended early"};
  const auto answer = why->explain(question.indicator, question.time);
  if (!answer) return {{}, "the runs could not be repeated"};
  if (!belongs(*answer, comparison, question)) {
    return {{}, "this version of slackwater gives other numbers than the results have"};
  }
  Found found;
  for (const auto& cause : answer->causes) {
    if (!pushes(cause, answer->difference)) continue;
    const bool enough = cause.contribution / answer->difference >= kSecondChain;
    if (found.chains.empty() || enough) {
      found.chains.push_back(follow(*why, question, *answer, cause));
    }
    if (found.chains.size() == 2) break;
  }
  return found;
}

std::string variable_of(const std::string& name) { return name.substr(0, name.find('[')); }

// From what was decided, at the left, to the answer.
std::string drawn(const Model& model, const Followed& followed) {
  std::vector<std::string> shown;
  for (auto step = followed.chain.steps.rbegin(); step != followed.chain.steps.rend(); ++step) {
    const auto name = variable_of(step->variable);
    if (std::ranges::find(shown, name) == shown.end()) shown.push_back(name);
  }
  if (shown.size() < 2) return "";
  const auto svg = chain_diagram(model, shown, followed.variables);
  return svg ? *svg : std::string();
}

}  // namespace

std::string briefing(const Scenario& scenario, const results::Comparison& comparison) {
  report::BriefingOptions options;
  for (const auto& question : report::why_questions(comparison)) {
    auto found = chains(scenario, comparison, question);
    if (options.why_missing.empty()) options.why_missing = found.missing;
    for (auto& followed : found.chains) {
      if (options.why.empty()) options.diagram_svg = drawn(scenario.model(), followed);
      options.why.push_back(std::move(followed.chain));
    }
  }
  return report::briefing(comparison, options);
}

std::string briefing(const results::Comparison& comparison, const std::string& results_path) {
  const auto scenario = load_scenario_of(comparison.provenance, results_path);
  if (scenario) return briefing(*scenario, comparison);
  report::BriefingOptions options;
  options.why_missing = "the scenario or one of its files could not be read again";
  return report::briefing(comparison, options);
}

}  // namespace slackwater::api
