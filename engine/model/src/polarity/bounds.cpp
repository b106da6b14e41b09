#include "bounds.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::model {
namespace {

constexpr double kRounding = 1e-9;

template <class Function>
Interval rising(Interval x, Function f) {
  Interval out{f(x.low), f(x.high)};
  if (std::isnan(out.low)) out.low = -Interval::kInfinity;
  if (std::isnan(out.high)) out.high = Interval::kInfinity;
  return out;
}

Interval magnitude(Interval x) {
  if (x.low >= 0) return x;
  if (x.high <= 0) return -x;
  return {0, std::max(-x.low, x.high)};
}

Interval series_bounds(const Series& series) {
  if (series.value.empty()) return {};
  const auto [low, high] = std::minmax_element(series.value.begin(), series.value.end());
  return {*low, *high};
}

// Whether two expressions are the same text by meaning: operator by operator.
bool is_same(const Model& model, ExprId a, ExprId b) {
  if (a.valid() != b.valid()) return false;
  if (!a.valid() || a.index == b.index) return true;
  const auto& x = model.expressions[a];
  const auto& y = model.expressions[b];
  if (x.op != y.op || x.number != y.number || x.index != y.index) return false;
  for (int i = 0; i < operand_count(x.op); ++i) {
    const auto k = static_cast<std::size_t>(i);
    if (!is_same(model, x.operands[k], y.operands[k])) return false;
  }
  return true;
}

}  // namespace

Bounds::Bounds(const Model& model, const std::vector<StockRange>& ranges)
    : model_(model),
      stocks_(model.elements.size()),
      known_(model.expressions.size()),
      open_(model.expressions.size(), false) {
  for (std::size_t s = 0; s < ranges.size(); ++s) {
    auto& bounds = stocks_[model.stocks[s].index];
    if (ranges[s].low >= -kRounding) bounds.low = 0;
    const bool is_share = model.variable_of(model.stocks[s]).unit == "1";
    if (is_share && ranges[s].high <= 1 + kRounding) bounds.high = 1;
  }
}

Interval Bounds::input(const Variable& variable, ElementId element) const {
  const double value = model_.expressions[model_.elements[element.index].equation].number;
  if (variable.kind == VariableKind::constant) return Interval::only(value);
  if (variable.range)
    return {std::min(variable.range->low, value), std::max(variable.range->high, value)};
  if (value > 0) return {0, Interval::kInfinity};
  if (value < 0) return {-Interval::kInfinity, 0};
  return {};
}

Interval Bounds::of(ElementId element) {
  const auto& variable = model_.variable_of(element);
  if (variable.kind == VariableKind::stock) return stocks_[element.index];
  if (model_.elements[element.index].input) return input(variable, element);
  return of(model_.elements[element.index].equation);
}

// What is asked for while it is being found is unknown: held values may refer to themselves.
Interval Bounds::of(ExprId expression) {
  if (!expression.valid()) return {};
  auto& known = known_[expression.index];
  if (known) return *known;
  if (open_[expression.index]) return {};
  open_[expression.index] = true;
  const auto found = evaluate(model_.expressions[expression]);
  open_[expression.index] = false;
  known_[expression.index] = found;
  return found;
}

// A part of a sum is at most all of it, which its two sides alone would not tell.
Interval Bounds::quotient(const Node& node) {
  const auto x = of(node.operands[0]);
  const auto y = of(node.operands[1]);
  auto out = x / y;
  if (x.low >= 0 && y.low >= 0 && holds_term(node.operands[1], node.operands[0])) {
    out.low = std::max(out.low, 0.0);
    out.high = std::min(out.high, 1.0);
  }
  return out;
}

// Whether a sum of non-negative terms, or the larger of such a sum and a floor, has this term.
bool Bounds::holds_term(ExprId sum, ExprId term) {
  if (is_same(model_, sum, term)) return true;
  const auto& node = model_.expressions[sum];
  if (node.op == Operator::add || node.op == Operator::maximum) {
    const auto [a, b, unused] = node.operands;
    return (of(b).low >= 0 && holds_term(a, term)) || (of(a).low >= 0 && holds_term(b, term));
  }
  // The term stands for an equation of its own: other names for the same sum.
  if (node.op == Operator::element) {
    const ElementId element(node.index);
    const bool stock = model_.variable_of(element).kind == VariableKind::stock;
    if (stock || model_.elements[node.index].input) return false;
    return holds_term(model_.elements[node.index].equation, term);
  }
  return false;
}

Interval Bounds::lookup(const Lookup& table, Interval x) const {
  if (table.y.empty() || (table.mode == LookupMode::extrapolate &&
                          (x.low < table.x.front() || x.high > table.x.back()))) {
    return {};
  }
  const auto [low, high] = std::minmax_element(table.y.begin(), table.y.end());
  return {*low, *high};
}

Interval Bounds::evaluate(const Node& node) {
  const auto a = [&] { return of(node.operands[0]); };
  const auto b = [&] { return of(node.operands[1]); };
  const auto c = [&] { return of(node.operands[2]); };
  switch (node.op) {
    case Operator::constant:
      return Interval::only(node.number);
    case Operator::time:
      return {model_.time.start, model_.time.stop};
    case Operator::time_step:
      return Interval::only(model_.time.step);
    case Operator::start_time:
      return Interval::only(model_.time.start);
    case Operator::stop_time:
      return Interval::only(model_.time.stop);
    case Operator::element:
      return of(ElementId(node.index));
    case Operator::initial_value:
      return of(model_.initials[node.index].expression);
    case Operator::held:
      return hull(of(model_.held[node.index].update), of(model_.held[node.index].initial));
    case Operator::pipeline:
      return hull(of(model_.pipelines[node.index].input), of(model_.pipelines[node.index].initial));
    case Operator::negate:
      return -a();
    case Operator::abs:
      return magnitude(a());
    case Operator::sqrt:
      return rising(a(), [](double x) { return std::sqrt(std::max(x, 0.0)); });
    case Operator::exp:
      return rising(a(), [](double x) { return std::exp(x); });
    case Operator::ln:
      return rising(a(), [](double x) { return std::log(std::max(x, 0.0)); });
    case Operator::log10:
      return rising(a(), [](double x) { return std::log10(std::max(x, 0.0)); });
    case Operator::tanh:
      return rising(a(), [](double x) { return std::tanh(x); });
    case Operator::atan:
      return rising(a(), [](double x) { return std::atan(x); });
    case Operator::floor:
      return rising(a(), [](double x) { return std::floor(x); });
    case Operator::round:
      return rising(a(), [](double x) { return std::round(x); });
    case Operator::sin:
    case Operator::cos:
    case Operator::sign:
      return {-1, 1};
    case Operator::logistic:
    case Operator::logical_not:
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
    case Operator::equal:
    case Operator::not_equal:
    case Operator::logical_and:
    case Operator::logical_or:
    case Operator::after:
    case Operator::pulse_on:
    case Operator::pulse_train_on:
      return {0, 1};
    case Operator::add:
      return a() + b();
    case Operator::subtract:
      return a() - b();
    case Operator::multiply:
      return a() * b();
    case Operator::divide:
      return quotient(node);
    case Operator::power:
      return power(a(), b());
    case Operator::minimum: {
      const auto x = a();
      const auto y = b();
      return {std::min(x.low, y.low), std::min(x.high, y.high)};
    }
    case Operator::maximum: {
      const auto x = a();
      const auto y = b();
      return {std::max(x.low, y.low), std::max(x.high, y.high)};
    }
    case Operator::mod:
      return b().low >= 0 ? Interval{0, b().high} : Interval{};
    case Operator::select:
      return hull(b(), c());
    case Operator::safe_div:
      return hull(a() / b(), c());
    case Operator::lookup:
      return lookup(model_.lookups[node.index], a());
    case Operator::series:
      return series_bounds(model_.series[node.index]);
    case Operator::ramp_time:
      return {0, Interval::kInfinity};
    case Operator::random_uniform:
      return hull(a(), b());
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return {0, Interval::kInfinity};
    case Operator::tan:
    case Operator::asin:
    case Operator::acos:
    case Operator::random_normal:
      break;
  }
  return {};
}

}  // namespace slackwater::model
