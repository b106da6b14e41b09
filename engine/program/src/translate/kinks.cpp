#include "translate/builder.hpp"

#include "postorder.hpp"

namespace slackwater::program {

using model::Operator;

void Builder::build_kinks() {
  for (const model::ElementId id : model_.evaluation_order) {
    std::vector<model::ExprId> order;
    append_postorder(model_.expressions, model_.elements[id.index].equation, order);
    for (const model::ExprId node : order) kinks_of(model_.expressions[node]);
  }
}

void Builder::kinks_of(const model::Node& node) {
  const auto all_known = [&] {
    for (int k = 0; k < model::operand_count(node.op); ++k) {
      if (!known_at_start(node.operands[k])) return false;
    }
    return true;
  };
  switch (node.op) {
    case Operator::after:
    case Operator::ramp_time:
      for (int k = 0; k < model::operand_count(node.op); ++k) {
        if (known_at_start(node.operands[k])) kink(Kink::Kind::once, at_start(node.operands[k]));
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
      program_.kinks.push_back({Kink::Kind::series, {}, {}, {}, node.index});
      break;
    case Operator::lookup:
      if (model_.expressions[node.operands[0]].op == Operator::time) {
        kink(Kink::Kind::lookup, constant(0), node.index);
      }
      break;
    default:
      break;
  }
}

ValueId Builder::at_start(model::ExprId expression) {
  // Lowering at the start overwrites nodes_, which kinks_of reads: an operand is looked at only
  // once.
  return lower(expression, Home::start);
}

void Builder::kink(Kink::Kind kind, ValueId at, std::uint32_t table) {
  program_.kinks.push_back({kind, {}, {}, {}, table});
  root(Phase::start, Root::Target::kink_at, at,
       static_cast<std::uint32_t>(program_.kinks.size() - 1));
}

}  // namespace slackwater::program
