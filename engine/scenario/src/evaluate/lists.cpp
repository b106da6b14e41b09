#include <algorithm>
#include <cmath>

#include "evaluator.hpp"

/// Lists of runs and scans.
namespace slackwater::scenario {
namespace {

using results::MetricStatus;
using results::Verdict;

Outcome point_of(const results::Scan& scan, std::size_t i) {
  auto outcome = measured(scan.y[i]);
  outcome.status = scan.status[i];
  return outcome;
}

/// The scan's number at x. Between a number and a never nothing is known: the event may happen or
/// not.
Outcome on_scan(const results::Scan& scan, double x) {
  const double slack = scan.x.empty() ? 0 : time_slack(scan.x);
  for (std::size_t i = 0; i < scan.x.size(); ++i) {
    if (std::abs(scan.x[i] - x) <= slack) return point_of(scan, i);
    if (i == 0 || scan.x[i - 1] > x || scan.x[i] < x) continue;
    const auto low = point_of(scan, i - 1);
    const auto high = point_of(scan, i);
    const double share = (x - scan.x[i - 1]) / (scan.x[i] - scan.x[i - 1]);
    const auto between = combine(low.value + (high.value - low.value) * share, {&low, &high});
    if (between.reached() || between.status == MetricStatus::run_failed) return between;
    return low.never() && low.value == high.value ? low : not_applicable();
  }
  return not_applicable();
}

Outcome place_of_extreme(const results::Scan& scan, results::Extreme which) {
  std::vector<Outcome> points;
  for (std::size_t i = 0; i < scan.y.size(); ++i) points.push_back(point_of(scan, i));
  const auto all = combine(0, points);
  if (!all.reached()) return all;
  const bool nothing_seen =
      std::all_of(points.begin(), points.end(), [](const Outcome& point) { return point.never(); });
  if (nothing_seen) return not_applicable(Missing::vacuous);
  return measured(scan.x[*results::extreme_point(scan, which)]);
}

/// The items that say something about other runs: a run against itself is left out.
std::vector<Outcome> without_itself(const std::vector<Outcome>& items) {
  std::vector<Outcome> rest;
  for (const auto& each : items) {
    const bool itself =
        each.status == MetricStatus::not_applicable && each.missing == Missing::itself;
    if (!itself) rest.push_back(each);
  }
  return rest;
}

Outcome counted(const std::vector<Truth>& items, bool as_share) {
  double holds = 0;
  double tested = 0;
  std::vector<Outcome> missing;
  for (const auto& each : items) {
    if (each.itself) continue;
    ++tested;
    if (each.verdict == Verdict::holds) ++holds;
    if (each.failed_run) missing.push_back(run_failed());
    if (each.verdict == Verdict::not_testable) missing.push_back(not_applicable());
    if (each.verdict == Verdict::vacuous) missing.push_back(not_applicable(Missing::vacuous));
  }
  if (!missing.empty()) return combine(0, missing);
  if (tested == 0) return not_applicable();
  return measured(as_share ? holds / tested : holds);
}

}  // namespace

std::vector<Outcome> Evaluator::numbers(const Expression& expression, const RunPlace& run) {
  std::vector<Outcome> result;
  if (expression.op == Op::list) {
    for (const auto& item : expression.operands) result.push_back(evaluate(*item, run));
  } else if (expression.op == Op::scan) {
    const auto& scan = scans_[expression.index];
    for (std::size_t i = 0; i < scan.y.size(); ++i) result.push_back(point_of(scan, i));
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
      // A number meets every item; two lists have one length (E1215) and meet item by item.
      for (const auto& side : sides) {
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
    result.push_back(compare(expression.op, left.size() == 1 ? left[0] : left[i],
                             right.size() == 1 ? right[0] : right[i]));
  }
  return result;
}

Outcome Evaluator::over_list(const Expression& call, const RunPlace& run) {
  if (call.function == FunctionId::share || call.function == FunctionId::count) {
    return counted(truths(*call.operands[0], run), call.function == FunctionId::share);
  }
  const auto list = without_itself(numbers(*call.operands[0], run));
  if (list.empty()) return not_applicable();
  double value = list[0].value;
  bool unordered = std::isnan(value);  // max and min pass over a NaN
  for (std::size_t i = 1; i < list.size(); ++i) {
    const double each = list[i].value;
    unordered |= std::isnan(each);
    value = call.function == FunctionId::mean_of_list      ? value + each
            : call.function == FunctionId::highest_of_list ? std::max(value, each)
                                                           : std::min(value, each);
  }
  if (call.function == FunctionId::mean_of_list) value /= static_cast<double>(list.size());
  return combine(unordered ? std::nan("") : value, list);
}

Outcome Evaluator::over_scan(const Expression& call, const RunPlace& run) {
  const auto& scan = scans_[call.operands[0]->index];
  if (call.function == FunctionId::argmax) {
    return place_of_extreme(scan, results::Extreme::highest);
  }
  if (call.function == FunctionId::argmin) {
    return place_of_extreme(scan, results::Extreme::lowest);
  }
  const auto at = evaluate(*call.operands[1], run);
  return at.reached() ? on_scan(scan, at.value) : at;
}

}  // namespace slackwater::scenario
