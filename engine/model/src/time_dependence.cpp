#include "slackwater/model/time_dependence.hpp"

#include <algorithm>

namespace slackwater::model {

TimeDependence::TimeDependence(const Model& model)
    : model_(model),
      known_(model.expressions.size(), Known::no),
      motions_(model.expressions.size(), Motion::state) {}

Motion TimeDependence::of(ExprId root) {
  open_.assign(1, root);
  while (!open_.empty()) {
    const ExprId id = open_.back();
    const Node& node = model_.expressions[id];
    if (known_[id.index] == Known::no) {
      known_[id.index] = Known::open;
      if (push_unknown_parts(node)) continue;
    }
    open_.pop_back();
    if (known_[id.index] == Known::yes) continue;
    motions_[id.index] = combine(node);
    known_[id.index] = Known::yes;
  }
  return motions_[root.index];
}

bool TimeDependence::push_unknown_parts(const Node& node) {
  bool pushed = push_unknown(equation_of(node));
  for (int k = 0; k < operand_count(node.op); ++k) {
    pushed = push_unknown(node.operands[static_cast<std::size_t>(k)]) || pushed;
  }
  return pushed;
}

// A part that is open stands in a circle, which another check reports; it counts as state.
bool TimeDependence::push_unknown(ExprId part) {
  if (!part.valid() || known_[part.index] != Known::no) return false;
  open_.push_back(part);
  return true;
}

ExprId TimeDependence::equation_of(const Node& node) const {
  if (node.op != Operator::element) return {};
  const ElementId id(node.index);
  if (model_.variable_of(id).kind == VariableKind::stock) return {};
  return model_.elements[id.index].equation;
}

Motion TimeDependence::of_part(const Node& node, int k) const {
  const ExprId part = node.operands[static_cast<std::size_t>(k)];
  return part.valid() ? motions_[part.index] : Motion::state;
}

Motion TimeDependence::combine(const Node& node) const {
  Motion most = Motion::constant;
  for (int k = 0; k < operand_count(node.op); ++k) most = std::max(most, of_part(node, k));
  switch (node.op) {
    case Operator::time:
      return Motion::line;
    case Operator::series:
      return Motion::clock;
    case Operator::element: {
      const ExprId equation = equation_of(node);
      return equation.valid() ? motions_[equation.index] : Motion::state;
    }
    case Operator::held:
    case Operator::pipeline:
    case Operator::random_uniform:
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return Motion::state;
    case Operator::after:
    case Operator::pulse_on:
    case Operator::pulse_train_on:
    case Operator::ramp_time:
      return std::max(most, Motion::clock);
    case Operator::negate:
    case Operator::add:
    case Operator::subtract:
      return most;
    case Operator::multiply:
      if (of_part(node, 0) == Motion::constant || of_part(node, 1) == Motion::constant) return most;
      break;
    case Operator::divide:
      if (of_part(node, 1) == Motion::constant) return most;
      break;
    default:
      break;
  }
  return most == Motion::line ? Motion::clock : most;
}

}  // namespace slackwater::model
