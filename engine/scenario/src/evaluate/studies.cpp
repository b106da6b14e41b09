#include "studies.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace slackwater::scenario {
namespace {

using RunSet = std::set<std::pair<std::size_t, std::size_t>>;

struct Needs {
  RunSet runs;
  bool every_step = false;
  std::set<std::tuple<std::size_t, std::size_t, std::size_t>> measures;  ///< seen, with their run
};

void gather(const Scenario& scenario, const Expression& expression, std::size_t policy,
            std::size_t future, Needs& needs) {
  const auto p = expression.run.policy.value_or(policy);
  const auto f = expression.run.future.value_or(future);
  if (expression.op == Op::series) needs.runs.insert({p, f});
  if (expression.op == Op::measure) {
    const auto& measure = scenario.measures[expression.index];
    needs.every_step |= measure.every_step;
    const bool fresh = needs.measures.insert({expression.index, p, f}).second;
    if (fresh && measure.expression) gather(scenario, *measure.expression, p, f, needs);
  }
  const bool regret = expression.op == Op::call && expression.function == FunctionId::regret;
  std::size_t other_policy = policy;
  std::size_t other_future = future;
  for (const auto& operand : expression.operands) {
    if (!operand) continue;
    if (operand->op == Op::reference) {
      other_policy = operand->run.policy.value_or(policy);
      other_future = operand->run.future.value_or(future);
    }
    for (std::size_t each = 0; each < (regret ? scenario.policies.size() : 1); ++each) {
      gather(scenario, *operand, regret ? each : policy, future, needs);
    }
  }
  const bool compares = other_policy != policy || other_future != future;
  if (compares && expression.operands[0]) {
    gather(scenario, *expression.operands[0], other_policy, other_future, needs);
  }
}

}  // namespace

Evaluation runs_needed(const Scenario& scenario, const Expression& expression, std::size_t policy,
                       std::size_t future) {
  Needs needs;
  needs.runs.insert({policy, future});
  gather(scenario, expression, policy, future, needs);
  std::set<std::size_t> policies;
  std::set<std::size_t> futures;
  for (const auto& [p, f] : needs.runs) {
    policies.insert(p);
    futures.insert(f);
  }
  Evaluation evaluation;
  evaluation.policies.assign(policies.begin(), policies.end());
  evaluation.futures.assign(futures.begin(), futures.end());
  evaluation.every_step = needs.every_step;
  return evaluation;
}

base::Result<std::vector<Outcome>> evaluate_at(const Scenario& scenario, const Measure& measure,
                                               const Vary& vary, std::span<const double> values,
                                               std::size_t policy, std::size_t future,
                                               const Evaluate& evaluate) {
  auto evaluation = runs_needed(scenario, *measure.expression, policy, future);
  const bool every_step = std::exchange(evaluation.every_step, false);
  std::vector<Evaluation> evaluations;
  for (const double value : values) {
    evaluation.extra = {vary.at(value)};
    evaluations.push_back(evaluation);
  }
  auto saved = evaluate(evaluations);
  if (!saved) return saved.diagnostics();
  base::Result<std::vector<results::RunTable>> steps{std::vector<results::RunTable>{}};
  if (every_step) {
    for (auto& each : evaluations) each.every_step = true;
    steps = evaluate(evaluations);
    if (!steps) return steps.diagnostics();
  }
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Tables tables{&(*saved)[i], every_step ? &(*steps)[i] : nullptr};
    outcomes.push_back(studied(scenario, measure, tables, policy, future));
  }
  return outcomes;
}

Outcome studied(const Scenario& scenario, const Measure& measure, const Tables& tables,
                std::size_t policy, std::size_t future) {
  Evaluator evaluator(scenario, tables);
  const RunPlace run{policy, future, 0};
  if (measure.expression->type != Type::condition) {
    return evaluator.number(*measure.expression, run);
  }
  const auto truth = evaluator.condition(*measure.expression, run);
  if (truth.verdict == results::Verdict::holds) return measured(1);
  if (truth.verdict == results::Verdict::fails) return measured(0);
  auto outcome = not_applicable();
  if (truth.failed_run) outcome.status = results::MetricStatus::run_failed;
  return outcome;
}

}  // namespace slackwater::scenario
