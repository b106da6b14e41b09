#include "slope.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::model {
namespace {

Slope negated(Slope a) { return {a.down, a.up, -a.elasticity}; }

Slope sum(Slope a, Slope b) { return {a.up || b.up, a.down || b.down, {}}; }

// Either of two values, or between them.
Slope either(Slope a, Slope b) {
  return {a.up || b.up, a.down || b.down, hull(a.elasticity, b.elasticity)};
}

// The signs of `a` times a factor between two numbers.
Slope scaled(Slope a, Interval factor) {
  Slope out;
  if (factor.high > 0) out = a;
  if (factor.low < 0) out = sum(out, negated(a));
  out.elasticity = {};
  return out;
}

// What the signs alone say about an elasticity.
Interval from_signs(Slope a) {
  return {a.down ? -Interval::kInfinity : 0, a.up ? Interval::kInfinity : 0};
}

Interval common(Interval a, Interval b) {
  return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

}  // namespace

SlopeFinder::SlopeFinder(const Model& model, Bounds& bounds, ElementId source)
    : model_(model),
      bounds_(bounds),
      source_(source),
      source_positive_(bounds.of(source).is_positive_or_zero()) {}

// Signs and elasticity tell on each other where both value and source are at least zero.
Slope SlopeFinder::of(ExprId expression) {
  if (!expression.valid()) return {};
  auto slope = rule(model_.expressions[expression]);
  if (slope.is_none()) return {};
  if (!source_positive_ || !bounds_.of(expression).is_positive_or_zero()) {
    slope.elasticity = {};
    return slope;
  }
  slope.elasticity = common(slope.elasticity, from_signs(slope));
  if (slope.elasticity.low >= 0) slope.down = false;
  if (slope.elasticity.high <= 0) slope.up = false;
  return slope;
}

Slope SlopeFinder::product(Slope a, Slope b, Interval x, Interval y) const {
  auto out = sum(scaled(a, y), scaled(b, x));
  if (x.is_positive_or_zero() && y.is_positive_or_zero()) {
    out.elasticity = a.elasticity + b.elasticity;
  }
  return out;
}

Slope SlopeFinder::quotient(Slope a, Slope b, Interval x, Interval y) const {
  auto out = sum(scaled(a, y), negated(scaled(b, x)));
  if (x.is_positive_or_zero() && y.is_positive_or_zero()) {
    out.elasticity = a.elasticity - b.elasticity;
  }
  return out;
}

Slope SlopeFinder::raised(const Node& node, Slope a, Slope b) {
  const auto base = bounds_.of(node.operands[0]);
  const auto exponent = bounds_.of(node.operands[1]);
  if (base.low < 0) {
    // A negative base takes whole exponents only; of fixed ones the odd and the even are known.
    const double n = exponent.low;
    if (exponent.low != exponent.high || n != std::floor(n) || !b.is_none()) {
      return Slope::unknown();
    }
    if (n == 0) return {};
    const bool odd = std::fmod(n, 2) != 0;
    const auto times =
        odd ? scaled(a, Interval::only(n)) : scaled(scaled(a, base), Interval::only(n));
    return times;
  }
  auto out = scaled(a, exponent);
  if (!b.is_none()) {
    if (base.high > 1) out = sum(out, b);
    if (base.low < 1) out = sum(out, negated(b));
    out.elasticity = {};
    return out;
  }
  out.elasticity = a.elasticity * exponent;
  return out;
}

Slope SlopeFinder::monotone(Slope a, bool rising) const {
  auto out = rising ? a : negated(a);
  out.elasticity = {};
  return out;
}

Slope SlopeFinder::lookup(const Node& node, Slope a) const {
  const auto& y = model_.lookups[node.index].y;
  if (std::is_sorted(y.begin(), y.end())) return monotone(a, true);
  if (std::is_sorted(y.rbegin(), y.rend())) return monotone(a, false);
  return Slope::unknown();
}

Slope SlopeFinder::rule(const Node& node) {
  if (node.op == Operator::element) {
    if (node.index != source_.index) return {};
    return {true, false, Interval::only(1)};
  }
  if (node.op == Operator::held || node.op == Operator::pipeline) {
    const auto input = node.op == Operator::held ? model_.held[node.index].update
                                                 : model_.pipelines[node.index].input;
    if (!open_.insert(input.index).second) return {};
    const auto slope = of(input);
    open_.erase(input.index);
    return slope;
  }
  const int count = operand_count(node.op);
  std::array<Slope, 3> d;
  bool depends = false;
  for (int i = 0; i < count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    d[k] = of(node.operands[k]);
    depends = depends || !d[k].is_none();
  }
  if (!depends) return {};
  const auto [a, b, c] = d;
  const auto value = [&](std::size_t k) { return bounds_.of(node.operands[k]); };
  switch (node.op) {
    case Operator::negate:
    case Operator::logical_not:
    case Operator::acos:
    case Operator::after:
      return monotone(a, false);
    case Operator::sqrt: {
      auto out = a;
      out.elasticity = a.elasticity * Interval::only(0.5);
      return out;
    }
    case Operator::exp:
    case Operator::ln:
    case Operator::log10:
    case Operator::asin:
    case Operator::atan:
    case Operator::tanh:
    case Operator::logistic:
    case Operator::floor:
    case Operator::round:
    case Operator::sign:
      return monotone(a, true);
    case Operator::abs:
      return scaled(a, value(0));
    case Operator::add: {
      auto out = sum(a, b);
      if (value(0).is_positive_or_zero() && value(1).is_positive_or_zero()) {
        out.elasticity = hull(a.elasticity, b.elasticity);
      }
      return out;
    }
    case Operator::subtract:
      return sum(a, negated(b));
    case Operator::multiply:
      return product(a, b, value(0), value(1));
    case Operator::divide:
      return quotient(a, b, value(0), value(1));
    case Operator::power:
      return raised(node, a, b);
    case Operator::minimum:
    case Operator::maximum:
      return either(a, b);
    case Operator::less:
    case Operator::less_equal:
      return monotone(sum(b, negated(a)), true);
    case Operator::greater:
    case Operator::greater_equal:
      return monotone(sum(a, negated(b)), true);
    case Operator::logical_and:
    case Operator::logical_or:
      return monotone(sum(a, b), true);
    case Operator::select:
      return a.is_none() ? either(b, c) : Slope::unknown();
    case Operator::safe_div:
      return b.is_none() ? either(quotient(a, b, value(0), value(1)), c) : Slope::unknown();
    case Operator::lookup:
      return lookup(node, a);
    case Operator::ramp_time:
      return monotone(sum(b, negated(a)), true);
    case Operator::random_uniform:
      return monotone(sum(a, b), true);
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return b.is_none() ? monotone(a, true) : Slope::unknown();
    default:
      return Slope::unknown();
  }
}

}  // namespace slackwater::model
