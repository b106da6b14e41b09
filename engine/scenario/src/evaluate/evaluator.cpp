#include "evaluator.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::scenario {
namespace {

using results::MetricStatus;
using results::Verdict;

/// What becomes of a function whose argument is no number. After a "never" there is nothing to see.
Outcome without_number(const Outcome& argument) {
  return argument.never() ? not_applicable(Missing::vacuous) : argument;
}

class Restore {
 public:
  Restore(bool& value, bool now) : value_(value), kept_(value) { value_ = now; }
  ~Restore() { value_ = kept_; }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  bool& value_;
  bool kept_;
};

}  // namespace

Evaluator::Evaluator(const Scenario& scenario, const Tables& tables,
                     std::span<const results::Scan> scans,
                     std::span<const results::Search> searches)
    : scenario_(scenario),
      saved_(index(tables.saved)),
      steps_(index(tables.every_step)),
      scans_(scans),
      searches_(searches),
      known_(scenario.measures.size() * scenario.policies.size() * scenario.futures.size()) {}

Evaluator::Table Evaluator::index(const results::RunTable* runs) const {
  Table table;
  table.runs = runs;
  if (runs == nullptr) return table;
  const auto places = [](const std::vector<ChangeSet>& sets, const results::Axis& axis) {
    std::vector<std::optional<std::size_t>> result(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const auto found = std::find(axis.labels.begin(), axis.labels.end(), sets[i].label);
      if (found != axis.labels.end()) result[i] = found - axis.labels.begin();
    }
    return result;
  };
  table.policies = places(scenario_.policies, runs->policies);
  table.futures = places(scenario_.futures, runs->futures);
  for (const auto& variable : runs->variables) table.variables.emplace(variable.name, &variable);
  return table;
}

RunPlace Evaluator::resolve(const RunSelector& selector, const RunPlace& run) const {
  return {selector.policy.value_or(run.policy), selector.future.value_or(run.future), run.sample};
}

Outcome Evaluator::number(const Expression& expression, const RunPlace& run, bool every_step) {
  const Restore restore(every_step_, every_step);
  return evaluate(expression, run);
}

Truth Evaluator::condition(const Expression& expression, const RunPlace& run, bool every_step) {
  const Restore restore(every_step_, every_step);
  return truth(expression, run);
}

std::optional<Outcome>& Evaluator::known(std::size_t measure, const RunPlace& run) {
  if (run.sample != known_sample_) std::fill(known_.begin(), known_.end(), std::nullopt);
  known_sample_ = run.sample;
  const auto policy = measure * scenario_.policies.size() + run.policy;
  return known_[policy * scenario_.futures.size() + run.future];
}

Outcome Evaluator::measure(std::size_t index, const RunPlace& run) {
  const auto& measure = scenario_.measures[index];
  if (!measure.expression) return not_applicable();
  auto& kept = known(index, run);
  // What it needs itself is of the same sample, so the place stays.
  if (!kept) kept = number(*measure.expression, run, measure.every_step);
  return *kept;
}

Outcome Evaluator::evaluate(const Expression& expression, const RunPlace& run) {
  Outcome outcome = not_applicable();
  switch (expression.op) {
    case Op::number:
      outcome = measured(expression.number);
      outcome.literal = true;
      break;
    case Op::measure:
      outcome = measure(expression.index, resolve(expression.run, run));
      break;
    case Op::search: {
      const auto& search = searches_[expression.index];
      if (search.found) outcome = measured(search.value);
      break;
    }
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::power:
      outcome = binary(expression, run);
      break;
    case Op::call:
      outcome = call(expression, run);
      break;
    default:
      break;
  }
  outcome.value *= expression.factor;
  return outcome;
}

Outcome Evaluator::binary(const Expression& expression, const RunPlace& run) {
  std::vector<Outcome> operands;
  std::vector<double> values;
  for (const auto& operand : expression.operands) {
    operands.push_back(evaluate(*operand, run));
    values.push_back(operands.back().value);
  }
  return combine(result_of(expression, values), operands);
}

Outcome Evaluator::argument(const Expression* expression, const RunPlace& run, double otherwise) {
  return expression == nullptr ? measured(otherwise) : evaluate(*expression, run);
}

std::optional<Window> Evaluator::window(const Expression* argument, const RunPlace& run) {
  if (argument == nullptr) return Window{times().front(), times().back()};
  const auto from = evaluate(*argument->operands[0], run);
  const auto to = evaluate(*argument->operands[1], run);
  if (!from.reached() || !to.reached()) return std::nullopt;
  return Window{from.value, to.value};
}

Outcome Evaluator::call(const Expression& expression, const RunPlace& run) {
  const auto& parameters = function_of(expression.function).parameters;
  switch (parameters[0].takes) {
    case Takes::number:
      return binary(expression, run);
    case Takes::measure:
      return regret(expression, run);
    case Takes::numbers:
    case Takes::conditions:
      return over_list(expression, run);
    case Takes::scan:
      return over_scan(expression, run);
    default:
      return over_series(expression, run);
  }
}

Outcome Evaluator::over_series(const Expression& call, const RunPlace& run) {
  if (table().runs == nullptr || times().empty()) return not_applicable();
  const auto x = series(*call.operands[0], run);
  if (x.missing) return *x.missing;
  const auto t = times();
  const auto& parameters = function_of(call.function).parameters;
  std::optional<Window> in = Window{t.front(), t.back()};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].takes == Takes::window) in = window(call.operand(i), run);
  }
  if (!in) return not_applicable();
  switch (call.function) {
    case FunctionId::at: {
      const auto time = evaluate(*call.operands[1], run);
      return time.reached() ? value_at(t, x.values, time.value) : without_number(time);
    }
    case FunctionId::initial:
      return combine(x.values.front(), {});
    case FunctionId::final:
      return combine(x.values.back(), {});
    case FunctionId::mean:
      return mean_of(t, x.values, *in);
    case FunctionId::highest:
      return extreme_of(t, x.values, *in, Extreme::highest, false);
    case FunctionId::lowest:
      return extreme_of(t, x.values, *in, Extreme::lowest, false);
    case FunctionId::time_of_highest:
      return extreme_of(t, x.values, *in, Extreme::highest, true);
    case FunctionId::time_of_lowest:
      return extreme_of(t, x.values, *in, Extreme::lowest, true);
    case FunctionId::integral:
    case FunctionId::area:
      return integral_of(t, x.values, *in);
    case FunctionId::discounted: {
      const auto rate = evaluate(*call.operands[1], run);
      const auto as_of = argument(call.operand(3), run, t.front());
      const auto all = combine(0, {&rate, &as_of});
      if (!all.reached()) return without_number(all);
      return discounted(t, x.values, *in, rate.value, as_of.value);
    }
    case FunctionId::time_to: {
      const auto level = evaluate(*call.operands[1], run);
      const auto hold = argument(call.operand(3), run, 0);
      const auto after = argument(call.operand(4), run, t.front());
      const auto all = combine(0, {&level, &hold, &after});
      if (!all.reached()) return without_number(all);
      return time_to(t, x.values, level.value, call.operands[2]->direction, after.value,
                     hold.value);
    }
    case FunctionId::for_good: {
      const auto level = evaluate(*call.operands[1], run);
      const auto after = argument(call.operand(3), run, t.front());
      const auto all = combine(0, {&level, &after});
      if (!all.reached()) return without_number(all);
      return for_good(t, x.values, level.value, call.operands[2]->direction, after.value);
    }
    case FunctionId::crossings: {
      const auto level = evaluate(*call.operands[1], run);
      if (!level.reached()) return without_number(level);
      const auto* direction = call.operand(2);
      return crossings_of(t, x.values, level.value,
                          direction != nullptr ? direction->direction : Direction::both, *in);
    }
    case FunctionId::time_below:
    case FunctionId::time_above:
      if (const auto* level = call.operand(1)) {
        const auto at = evaluate(*level, run);
        if (!at.reached()) return without_number(at);
        std::vector<double> difference(x.values.begin(), x.values.end());
        for (auto& value : difference) value -= at.value;
        return time_beside(t, difference, call.function == FunctionId::time_below, *in);
      }
      return over_two_runs(call, run, x.values);
    default:
      return over_two_runs(call, run, x.values);
  }
}

Outcome Evaluator::over_two_runs(const Expression& call, const RunPlace& run, Values x) {
  const auto& parameters = function_of(call.function).parameters;
  const Expression* against = nullptr;
  std::optional<Window> in = Window{times().front(), times().back()};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].takes == Takes::reference) against = call.operand(i);
    if (parameters[i].takes == Takes::window) in = window(call.operand(i), run);
  }
  const auto other = resolve(against->run, run);
  if (other == run) return not_applicable(Missing::itself);
  if (!in) return not_applicable();
  const auto reference = series(*call.operands[0], other);
  if (reference.missing) return *reference.missing;
  switch (call.function) {
    case FunctionId::recovery_time: {
      const auto& tolerance = *call.operands[3];
      const auto after = evaluate(*call.operands[1], run);
      const auto within = evaluate(*tolerance.operands[0], run);
      const auto hold = argument(call.operand(4), run, 0);
      const auto peak_within = argument(call.operand(5), run, 0);
      const auto all = combine(0, {&after, &within, &hold, &peak_within});
      if (!all.reached()) return without_number(all);
      Recovery how;
      how.after = after.value;
      how.tolerance = within.value;
      how.tolerance_of = tolerance.tolerance_of;
      how.hold = hold.value;
      if (call.operand(5) != nullptr) how.peak_within = peak_within.value;
      if (const auto* side = call.operand(6)) how.side = side->direction;
      return recovery_time(times(), x, reference.values, how);
    }
    case FunctionId::break_even: {
      const auto after = argument(call.operand(2), run, times().front());
      if (!after.reached()) return without_number(after);
      return break_even(times(), x, reference.values, after.value);
    }
    case FunctionId::worst_dip:
      return worst_dip(times(), x, reference.values, *in, false);
    case FunctionId::time_of_worst_dip:
      return worst_dip(times(), x, reference.values, *in, true);
    case FunctionId::time_below:
    case FunctionId::time_above: {
      std::vector<double> difference(x.size());
      for (std::size_t k = 0; k < x.size(); ++k) difference[k] = x[k] - reference.values[k];
      return time_beside(times(), difference, call.function == FunctionId::time_below, *in);
    }
    default:
      return not_applicable();
  }
}

Outcome Evaluator::regret(const Expression& call, const RunPlace& run) {
  const auto index = call.operands[0]->index;
  const double sign = call.direction == Direction::down ? -1 : 1;
  const auto own = measure(index, run);
  if (!own.reached()) return own;
  double best = sign * own.value;
  for (std::size_t p = 0; p < scenario_.policies.size(); ++p) {
    const auto other = measure(index, {p, run.future, run.sample});
    if (other.status == MetricStatus::run_failed) return other;
    if (other.reached()) best = std::max(best, sign * other.value);
  }
  return measured(best - sign * own.value);
}

Truth Evaluator::truth(const Expression& expression, const RunPlace& run) {
  const auto side = [&](std::size_t i) { return truth(*expression.operands[i], run); };
  switch (expression.op) {
    case Op::logical_not: {
      auto inner = side(0);
      if (inner.verdict == Verdict::holds) {
        inner.verdict = Verdict::fails;
      } else if (inner.verdict == Verdict::fails) {
        inner.verdict = Verdict::holds;
      }
      inner.negated = !inner.negated;
      return inner;
    }
    case Op::logical_and:
    case Op::logical_or: {
      const auto left = side(0);
      const auto right = side(1);
      const auto decisive = expression.op == Op::logical_and ? Verdict::fails : Verdict::holds;
      for (const auto verdict : {decisive, Verdict::not_testable, Verdict::vacuous}) {
        if (left.verdict == verdict) return left;
        if (right.verdict == verdict) return right;
      }
      return left;
    }
    default:
      return compared(expression, run);
  }
}

Truth Evaluator::compared(const Expression& expression, const RunPlace& run) {
  const auto left = evaluate(*expression.operands[0], run);
  const auto right = evaluate(*expression.operands[1], run);
  auto truth = compare(expression.op, left, right);
  truth.decided_by = &expression;
  truth.left = left;
  truth.right = right;
  return truth;
}

SeriesOutcome Evaluator::series(const Expression& expression, const RunPlace& run) {
  if (expression.type != Type::series) {
    const auto outcome = evaluate(expression, run);
    if (!outcome.reached()) return SeriesOutcome(without_number(outcome));
    return SeriesOutcome(std::vector<double>(times().size(), outcome.value));
  }
  auto result =
      expression.op == Op::series ? saved_series(expression, run) : pointwise(expression, run);
  if (expression.factor == 1 || result.missing) return result;
  std::vector<double> converted(result.values.begin(), result.values.end());
  for (auto& value : converted) value *= expression.factor;
  return SeriesOutcome(std::move(converted));
}

SeriesOutcome Evaluator::saved_series(const Expression& expression, const RunPlace& run) {
  const auto& in = table();
  const auto place = resolve(expression.run, run);
  const auto policy = in.policies[place.policy];
  const auto future = in.futures[place.future];
  const auto found = in.variables.find(expression.variable);
  if (!policy || !future || found == in.variables.end() || run.sample >= in.runs->samples) {
    return SeriesOutcome(not_applicable());
  }
  const auto index = in.runs->run_index(*policy, *future, place.sample);
  if (in.runs->status[index] != results::RunStatus::complete) return SeriesOutcome(run_failed());
  return SeriesOutcome(in.runs->series(*found->second, index, expression.element));
}

SeriesOutcome Evaluator::pointwise(const Expression& expression, const RunPlace& run) {
  std::vector<SeriesOutcome> operands;
  std::vector<Outcome> missing;
  for (const auto& operand : expression.operands) {
    operands.push_back(series(*operand, run));
    if (operands.back().missing) missing.push_back(*operands.back().missing);
  }
  if (!missing.empty()) return SeriesOutcome(without_number(combine(std::nan(""), missing)));
  std::vector<double> values(times().size());
  std::vector<double> point(operands.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    for (std::size_t i = 0; i < operands.size(); ++i) point[i] = operands[i].values[k];
    values[k] = result_of(expression, point);
  }
  return SeriesOutcome(std::move(values));
}

}  // namespace slackwater::scenario
