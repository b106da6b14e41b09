#include <algorithm>
#include <cmath>

#include "evaluator.hpp"

/// Lists of runs and scans.
namespace slackwater::scenario {
namespace {

using results::MetricStatus;
using results::Verdict;

}  // namespace

std::vector<Outcome> Evaluator::numbers(const Expression& expression, const RunPlace& run) {
  std::vector<Outcome> result;
  if (expression.op == Op::list) {
    for (const auto& item : expression.operands) result.push_back(evaluate(*item, run));
  } else if (expression.op == Op::scan) {
    const auto& scan = scans_[expression.index];
    for (std::size_t i = 0; i < scan.y.size(); ++i) {
      auto outcome = scan.status[i] == MetricStatus::never ? never() : measured(scan.y[i]);
      outcome.status = scan.status[i];
      result.push_back(outcome);
    }
  } else if (expression.type == Type::number) {
    result.push_back(evaluate(expression, run));
    return result;
  } else {
    std::vector<std::vector<Outcome>> sides;
    std::size_t longest = 1;
    for (const auto& operand : expression.operands) {
      sides.push_back(numbers(*operand, run));
      longest = std::max(longest, sides.back().size());
    }
    for (std::size_t i = 0; i < longest; ++i) {
      std::vector<Outcome> operands;
      std::vector<double> values;
      for (const auto& side : sides) {
        // A number meets every item; two lists meet item by item, as far as the shorter goes.
        if (side.size() != 1 && i >= side.size()) return result;
        operands.push_back(side.size() == 1 ? side[0] : side[i]);
        values.push_back(operands.back().value);
      }
      result.push_back(combine(result_of(expression, values), operands));
    }
  }
  for (auto& outcome : result) outcome.value *= expression.factor;
  return result;
}

std::vector<Truth> Evaluator::truths(const Expression& expression, const RunPlace& run) {
  std::vector<Truth> result;
  if (expression.op == Op::list) {
    for (const auto& item : expression.operands) result.push_back(truth(*item, run));
    return result;
  }
  const auto left = numbers(*expression.operands[0], run);
  const auto right = numbers(*expression.operands[1], run);
  const auto longest = std::max(left.size(), right.size());
  for (std::size_t i = 0; i < longest; ++i) {
    const bool ends =
        (left.size() != 1 && i >= left.size()) || (right.size() != 1 && i >= right.size());
    if (ends) break;
    result.push_back(compare(expression.op, left.size() == 1 ? left[0] : left[i],
                             right.size() == 1 ? right[0] : right[i]));
  }
  return result;
}

Outcome Evaluator::over_list(const Expression& call, const RunPlace& run) {
  if (call.function == FunctionId::share || call.function == FunctionId::count) {
    const auto list = truths(*call.operands[0], run);
    double holds = 0;
    for (const auto& each : list) {
      if (each.failed_run) return {std::nan(""), MetricStatus::run_failed, false, false};
      if (each.verdict == Verdict::holds) ++holds;
    }
    if (list.empty()) return not_applicable();
    return measured(call.function == FunctionId::count ? holds
                                                       : holds / static_cast<double>(list.size()));
  }
  // What does not apply (break-even of the baseline against itself) is left out.
  std::vector<Outcome> list;
  for (const auto& each : numbers(*call.operands[0], run)) {
    if (each.status != MetricStatus::not_applicable) list.push_back(each);
  }
  if (list.empty()) return not_applicable();
  double value = list[0].value;
  for (std::size_t i = 1; i < list.size(); ++i) {
    const double each = list[i].value;
    value = call.function == FunctionId::mean_of_list      ? value + each
            : call.function == FunctionId::highest_of_list ? std::max(value, each)
                                                           : std::min(value, each);
  }
  if (call.function == FunctionId::mean_of_list) value /= static_cast<double>(list.size());
  return combine(value, list);
}

Outcome Evaluator::over_scan(const Expression& call, const RunPlace& run) {
  const auto& scan = scans_[call.operands[0]->index];
  std::optional<std::size_t> best;
  if (call.function == FunctionId::at_scan) {
    const auto at = evaluate(*call.operands[1], run);
    if (!at.reached()) return at;
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < scan.x.size(); ++i) {
      if (scan.status[i] != MetricStatus::reached) continue;
      x.push_back(scan.x[i]);
      y.push_back(scan.y[i]);
    }
    return x.empty() ? not_applicable() : value_at(x, y, at.value);
  }
  for (std::size_t i = 0; i < scan.y.size(); ++i) {
    if (scan.status[i] != MetricStatus::reached) continue;
    const bool better = !best || (call.function == FunctionId::argmax ? scan.y[i] > scan.y[*best]
                                                                      : scan.y[i] < scan.y[*best]);
    if (better) best = i;
  }
  return best ? measured(scan.x[*best]) : not_applicable();
}

}  // namespace slackwater::scenario
