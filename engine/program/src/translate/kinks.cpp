#include "translate/builder.hpp"

#include "postorder.hpp"
#include "slackwater/model/time_dependence.hpp"

namespace slackwater::program {

using model::Operator;

void Builder::build_kinks() {
  model::TimeDependence motion(model_);
  const auto kinks_in = [&](model::ExprId root) {
    std::vector<model::ExprId> order;
    append_postorder(model_.expressions, root, order);
    for (const model::ExprId node : order) kinks_of(model_.expressions[node], motion);
  };
  for (const model::ElementId id : model_.evaluation_order) {
    kinks_in(model_.elements[id.index].equation);
  }
  if (!options_.checks) return;
  for (const auto& check : model_.checks) kinks_in(check.condition);
}

void Builder::kinks_of(const model::Node& node, model::TimeDependence& motion) {
  const auto known = [&](int k) { return motion.of(node.operands[k]) == model::Motion::constant; };
  const auto all_known = [&] {
    for (int k = 0; k < model::operand_count(node.op); ++k) {
      if (!known(k)) return false;
    }
    return true;
  };
  switch (node.op) {
    case Operator::after:
    case Operator::ramp_time:
      for (int k = 0; k < model::operand_count(node.op); ++k) {
        if (known(k)) kink(Kink::Kind::once, at_start(node.operands[k]));
      }
      break;
    case Operator::pulse_on:
      if (all_known()) {
        const ValueId at = at_start(node.operands[0]);
        const ValueId width = at_start(node.operands[1]);
        const ValueId zero = part(Home::start, Operation::equal, {width, constant(0)});
        const ValueId lasts = part(Home::start, Operation::select,
                                   {zero, clock(time_step_, program_.time_step), width});
        kink(Kink::Kind::once, at);
        kink(Kink::Kind::once, part(Home::start, Operation::add, {at, lasts}));
      }
      break;
    case Operator::pulse_train_on:
      if (all_known()) {
        kink(Kink::Kind::train, at_start(node.operands[2]));
        const auto index = static_cast<std::uint32_t>(program_.kinks.size() - 1);
        root(Phase::start, Root::Target::kink_period, at_start(node.operands[0]), index);
        root(Phase::start, Root::Target::kink_width, at_start(node.operands[1]), index);
      }
      break;
    case Operator::series:
      program_.kinks.push_back({Kink::Kind::series, {}, {}, {}, {}, node.index});
      break;
    case Operator::lookup:
      if (motion.of(node.operands[0]) == model::Motion::line) {
        const Line argument = line(node.operands[0], motion);
        kink(Kink::Kind::lookup, argument.offset, node.index);
        root(Phase::start, Root::Target::kink_slope, argument.slope,
             static_cast<std::uint32_t>(program_.kinks.size() - 1));
      }
      break;
    default:
      break;
  }
}

ValueId Builder::at_start(model::ExprId expression) { return lower(expression, Home::start); }

// Only for what moves in a line or not at all.
Builder::Line Builder::line(model::ExprId expression, model::TimeDependence& motion) {
  if (motion.of(expression) == model::Motion::constant) return {constant(0), at_start(expression)};
  const model::Node& node = model_.expressions[expression];
  const auto both = [&](Operation op, Line a, Line b) -> Line {
    return {part(Home::start, op, {a.slope, b.slope}), part(Home::start, op, {a.offset, b.offset})};
  };
  const auto side = [&](int k) { return line(node.operands[k], motion); };
  switch (node.op) {
    case Operator::time:
      return {constant(1), constant(0)};
    case Operator::element:
      return line(model_.elements[node.index].equation, motion);
    case Operator::negate:
      return both(Operation::subtract, {constant(0), constant(0)}, side(0));
    case Operator::add:
      return both(Operation::add, side(0), side(1));
    case Operator::subtract:
      return both(Operation::subtract, side(0), side(1));
    case Operator::divide: {
      const ValueId by = at_start(node.operands[1]);
      return both(Operation::divide, side(0), {by, by});
    }
    default: {  // multiply
      const int moving = motion.of(node.operands[0]) == model::Motion::constant ? 1 : 0;
      const ValueId by = at_start(node.operands[1 - moving]);
      return both(Operation::multiply, side(moving), {by, by});
    }
  }
}

void Builder::kink(Kink::Kind kind, ValueId at, std::uint32_t table) {
  program_.kinks.push_back({kind, {}, {}, {}, {}, table});
  root(Phase::start, Root::Target::kink_at, at,
       static_cast<std::uint32_t>(program_.kinks.size() - 1));
}

}  // namespace slackwater::program
