#include "slackwater/api/briefing.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "slackwater/api/why.hpp"
#include "slackwater/report/briefing.hpp"

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

// Down to what was decided; what is only passed on is left out.
std::vector<WhyStep> steps_below(const Why& why, const std::string& answer, Cause cause) {
  std::vector<std::string> seen = {answer};
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

WhyChain chain(const Why& why, const WhyQuestion& question, const Explanation& answer,
               const Cause& cause) {
  WhyChain out{question.policy, question.against, question.future, question.time, {}};
  out.steps.push_back(
      {question.indicator, answer.unit, answer.value, answer.against, answer.better, false});
  auto below = steps_below(why, answer.variable, cause);
  out.steps.insert(out.steps.end(), below.begin(), below.end());
  return out;
}

// The strongest chain and, where another cause weighs enough, a second one.
std::vector<WhyChain> chains(const Scenario& scenario, const WhyQuestion& question) {
  const auto why = api::why(scenario, question.policy, question.against, question.future);
  if (!why || !why->ended_early().empty()) return {};
  const auto answer = why->explain(question.indicator, question.time);
  if (!answer) return {};
  std::vector<WhyChain> list;
  for (const auto& cause : answer->causes) {
    if (!pushes(cause, answer->difference)) continue;
    const bool enough = cause.contribution / answer->difference >= kSecondChain;
    if (list.empty() || enough) list.push_back(chain(*why, question, *answer, cause));
    if (list.size() == 2) break;
  }
  return list;
}

}  // namespace

std::string briefing(const Scenario& scenario, const results::Comparison& comparison) {
  report::BriefingOptions options;
  for (const auto& question : report::why_questions(comparison)) {
    for (auto& found : chains(scenario, question)) options.why.push_back(std::move(found));
  }
  return report::briefing(comparison, options);
}

}  // namespace slackwater::api
