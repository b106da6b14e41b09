#include "bounds.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::analysis {
namespace {

using model::ElementId;
using model::ExprId;
using model::Node;
using model::Operator;

Bound point(double value) { return std::isfinite(value) ? Bound{value, value, false} : Bound{}; }

bool is_zero(const Bound& bound) { return bound.low == 0 && bound.high == 0; }

// An infinite bound stands for "as large as you like": times 0 it is 0.
double product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

Bound multiply(const Bound& a, const Bound& b) {
  const auto [low, high] = std::minmax({product(a.low, b.low), product(a.low, b.high),
                                        product(a.high, b.low), product(a.high, b.high)});
  return {low, high, false};
}

Bound divide(const Bound& a, const Bound& b) {
  if (is_zero(a)) return {0, 0, false};
  if (b.low <= 0 && b.high >= 0) return {};
  return multiply(a, {1 / b.high, 1 / b.low, false});
}

Bound hull(const Bound& a, const Bound& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high), false};
}

Bound condition(bool always, bool never) { return {always ? 1.0 : 0.0, never ? 0.0 : 1.0, false}; }

bool is_true(const Bound& bound) { return bound.fixed() && bound.low != 0; }

Bound unary(Operator op, const Bound& a) {
  switch (op) {
    case Operator::negate:
      return {-a.high, -a.low, false};
    case Operator::logical_not:
      return condition(is_zero(a), is_true(a));
    case Operator::abs:
      if (a.low >= 0) return a;
      return {a.high <= 0 ? -a.high : 0, std::max(-a.low, a.high), false};
    case Operator::sqrt:
    case Operator::exp:
      return {0, std::numeric_limits<double>::infinity(), false};
    default:
      return {};
  }
}

Bound binary(Operator op, const Bound& a, const Bound& b) {
  switch (op) {
    case Operator::add:
      return {a.low + b.low, a.high + b.high, false};
    case Operator::subtract:
      return {a.low - b.high, a.high - b.low, false};
    case Operator::multiply:
      return multiply(a, b);
    case Operator::divide:
      return divide(a, b);
    case Operator::minimum:
      return {std::min(a.low, b.low), std::min(a.high, b.high), false};
    case Operator::maximum:
      return {std::max(a.low, b.low), std::max(a.high, b.high), false};
    case Operator::less:
      return condition(a.high < b.low, a.low >= b.high);
    case Operator::less_equal:
      return condition(a.high <= b.low, a.low > b.high);
    case Operator::greater:
      return condition(a.low > b.high, a.high <= b.low);
    case Operator::greater_equal:
      return condition(a.low >= b.high, a.high < b.low);
    case Operator::logical_and:
      return condition(is_true(a) && is_true(b), is_zero(a) || is_zero(b));
    case Operator::logical_or:
      return condition(is_true(a) || is_true(b), is_zero(a) && is_zero(b));
    default:
      return {};
  }
}

Bound ternary(Operator op, const Bound& a, const Bound& b, const Bound& c) {
  if (op == Operator::select) return a.fixed() ? (a.low != 0 ? b : c) : hull(b, c);
  if (op != Operator::safe_div) return {};
  if (is_zero(b)) return c;
  return hull(divide(a, b), c);
}

}  // namespace

std::vector<ExprId> nodes_of(const model::Model& model, ExprId root) {
  std::vector<ExprId> found;
  if (root.valid()) found.push_back(root);
  for (std::size_t at = 0; at < found.size(); ++at) {
    const auto& node = model.expressions[found[at]];
    for (int i = 0; i < model::operand_count(node.op); ++i) {
      found.push_back(node.operands[static_cast<std::size_t>(i)]);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
  return found;
}

Bounds::Bounds(const model::Model& model, std::span<const double> values)
    : model_(model),
      values_(values),
      elements_(model.elements.size()),
      nodes_(model.expressions.size()) {
  for (const auto id : model.parameters) elements_[id.index] = point(values[id.index]);
  for (const auto id : model.stocks) {
    elements_[id.index].reads_stocks = true;
    if (values[id.index] >= 0) elements_[id.index].low = 0;
  }
  for (const auto id : model.evaluation_order) evaluate(id);
}

void Bounds::evaluate(ElementId element) {
  const auto root = model_.elements[element.index].equation;
  for (const auto id : nodes_of(model_, root)) nodes_[id.index] = bound_of(model_.expressions[id]);
  if (!root.valid()) return;
  elements_[element.index] = nodes_[root.index];
  if (!nodes_[root.index].reads_stocks) elements_[element.index] = point(values_[element.index]);
}

Bound Bounds::bound_of(const Node& node) const {
  if (node.op == Operator::constant) return point(node.number);
  if (node.op == Operator::element) return elements_[node.index];
  const auto operand = [&](std::size_t i) -> const Bound& { return of(node.operands[i]); };
  const int count = model::operand_count(node.op);
  Bound out;
  if (count == 1) out = unary(node.op, operand(0));
  if (count == 2) out = binary(node.op, operand(0), operand(1));
  if (count == 3) out = ternary(node.op, operand(0), operand(1), operand(2));
  if (!(out.low <= out.high)) out = {};  // infinity - infinity
  out.reads_stocks = node.op == Operator::held || node.op == Operator::pipeline;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    out.reads_stocks |= operand(i).reads_stocks;
  }
  return out;
}

}  // namespace slackwater::analysis
