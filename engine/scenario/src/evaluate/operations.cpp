#include <algorithm>
#include <cmath>

#include "evaluator.hpp"
#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::scenario {
namespace {

double function_result(FunctionId id, std::span<const double> x) {
  switch (id) {
    case FunctionId::abs:
      return std::abs(x[0]);
    case FunctionId::sqrt:
      return std::sqrt(x[0]);
    case FunctionId::exp:
      return program::math::exp(x[0]);
    case FunctionId::ln:
      return program::math::ln(x[0]);
    case FunctionId::min:
      return *std::min_element(x.begin(), x.end());
    case FunctionId::max:
      return *std::max_element(x.begin(), x.end());
    case FunctionId::clip:
      return std::min(std::max(x[0], x[1]), x[2]);
    default:
      return std::nan("");
  }
}

bool holds(Op op, double left, double right) {
  switch (op) {
    case Op::less:
      return left < right;
    case Op::less_equal:
      return left <= right;
    case Op::greater:
      return left > right;
    case Op::greater_equal:
      return left >= right;
    case Op::equal:
      return left == right;
    default:
      return left != right;
  }
}

}  // namespace

double result_of(const Expression& expression, std::span<const double> x) {
  switch (expression.op) {
    case Op::negate:
      return -x[0];
    case Op::add:
      return x[0] + x[1];
    case Op::subtract:
      return x[0] - x[1];
    case Op::multiply:
      return x[0] * x[1];
    case Op::divide:
      return x[0] / x[1];
    case Op::power:
      return program::math::pow(x[0], x[1]);
    default:
      return function_result(expression.function, x);
  }
}

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
    default:
      return "";
  }
}

Op opposite(Op op) {
  switch (op) {
    case Op::less:
      return Op::greater_equal;
    case Op::less_equal:
      return Op::greater;
    case Op::greater:
      return Op::less_equal;
    case Op::greater_equal:
      return Op::less;
    case Op::equal:
      return Op::not_equal;
    case Op::not_equal:
      return Op::equal;
    default:
      return op;
  }
}

Truth compare(Op op, const Outcome& left, const Outcome& right) {
  using results::MetricStatus;
  using results::Verdict;
  const auto both = combine(0, {&left, &right});
  if (both.status == MetricStatus::run_failed)
    return {.verdict = Verdict::not_testable, .failed_run = true};
  if (both.status == MetricStatus::not_applicable) {
    if (both.missing == Missing::vacuous) return {.verdict = Verdict::vacuous};
    return {.verdict = Verdict::not_testable, .itself = both.missing == Missing::itself};
  }
  const bool undefined = std::isnan(left.value) || std::isnan(right.value);
  if ((left.never() && right.never()) || undefined || both.nothing) {
    return {.verdict = Verdict::vacuous};
  }
  return {.verdict = holds(op, left.value, right.value) ? Verdict::holds : Verdict::fails};
}

}  // namespace slackwater::scenario
