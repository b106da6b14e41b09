#include "translate/builder.hpp"

#include <algorithm>
#include <optional>

#include "postorder.hpp"
#include "translate/plain_operation.hpp"

namespace slackwater::program {

namespace {

using model::Operator;

// Whether finite operands always give a finite result.
bool keeps_finite(Operation op) {
  switch (op) {
    case Operation::copy:
    case Operation::negate:
    case Operation::logical_not:
    case Operation::abs:
    case Operation::sin:
    case Operation::cos:
    case Operation::atan:
    case Operation::tanh:
    case Operation::logistic:
    case Operation::floor:
    case Operation::round:
    case Operation::sign:
    case Operation::minimum:
    case Operation::maximum:
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal:
    case Operation::equal:
    case Operation::not_equal:
    case Operation::logical_and:
    case Operation::logical_or:
    case Operation::select:
    case Operation::pulse_train:
    case Operation::given:
      return true;
    default:
      return false;
  }
}

}  // namespace

ValueId Builder::constant(double number) {
  Value value;
  value.kind = Value::Kind::constant;
  value.rate = Rate::constant;
  value.home = Home::start;
  value.uniform = true;
  value.finite = true;
  value.number = number;
  return graph_.add(value);
}

// A leaf; a time or a stock is at its start value in the start section and as of the step's start
// in `step`.
ValueId Builder::leaf(Operand place, Rate rate) {
  Value value;
  value.kind = Value::Kind::leaf;
  value.rate = rate;
  value.home = Home::stage;
  value.uniform = place.uniform;
  value.finite = true;
  value.leaf = place;
  return graph_.add(value);
}

ValueId Builder::memo_leaf(ValueId& memo, Operand place, Rate rate) {
  if (!memo.valid()) memo = leaf(place, rate);
  return memo;
}

Rate Builder::rate_at(Home home) {
  return home == Home::start ? Rate::run : home == Home::step ? Rate::step : Rate::stage;
}

ValueId Builder::operation(Home home, Operation op, std::initializer_list<ValueId> operands,
                           std::uint32_t table) {
  Value value;
  value.operation = op;
  value.home = home;
  value.rate = Rate::constant;
  value.table = table;
  value.finite = keeps_finite(op) || (op == Operation::lookup && bounded_[table]) ||
                 (op == Operation::series && !program_.series[table].points_only);
  int k = 0;
  for (const ValueId operand : operands) {
    value.operands[k++] = operand;
    value.rate = std::max(value.rate, graph_[operand].rate);
  }
  return graph_.add(value);
}

// An operation that is part of another one: it is not looked at by itself.
ValueId Builder::part(Home home, Operation op, std::initializer_list<ValueId> operands) {
  const ValueId id = operation(home, op, operands);
  graph_[id].finite = true;
  graph_[id].strict = true;
  return id;
}

// What the start section keeps must not change with the clock.
ValueId Builder::time(Home home) {
  if (home == Home::start) return clock(start_time_, program_.start_time);
  return memo_leaf(time_[static_cast<int>(home)], program_.time, rate_at(home));
}

ValueId Builder::decide(Home home) {
  ValueId& memo = decide_[static_cast<int>(home)];
  if (home != Home::start) return memo_leaf(memo, program_.decide, Rate::step);
  if (!memo.valid()) memo = part(home, Operation::copy, {leaf(program_.decide, Rate::run)});
  return memo;
}

ValueId Builder::clock(ValueId& memo, std::uint32_t slot) {
  return memo_leaf(memo, {slot, true}, Rate::run);
}

ValueId Builder::held(std::uint32_t index, Home home) {
  if (home == Home::start) return at_start(held_initials_[index], model_.held[index].initial);
  return memo_leaf(held_leaves_[index], {program_.held.first + index, false}, Rate::step);
}

ValueId Builder::pipeline(std::uint32_t index, Home home) {
  if (home == Home::start) {
    return at_start(pipeline_initials_[index], model_.pipelines[index].initial);
  }
  return memo_leaf(pipeline_leaves_[index], {program_.pipelines.first + index, false}, Rate::step);
}

ValueId Builder::at_start(ValueId& memo, model::ExprId expression) {
  if (!memo.valid()) memo = lower(expression, Home::start);
  return memo;
}

ValueId Builder::element(model::ElementId id, Home home) {
  ValueId& memo = elements_[static_cast<int>(home)][id.index];
  if (memo.valid()) return memo;
  if (parameter_of_[id.index] >= 0) {
    const ValueId value = leaf(
        {program_.parameters.first + static_cast<std::uint32_t>(parameter_of_[id.index]), false},
        Rate::run);
    for (auto& elements : elements_) elements[id.index] = value;
    return value;
  }
  const int stock = stock_of_[id.index];
  const ValueId value =
      stock < 0 ? lower(model_.elements[id.index].equation, home)
      : home == Home::start
          ? stock_start(static_cast<std::uint32_t>(stock), id)
          : leaf({program_.stocks.first + static_cast<std::uint32_t>(stock), false}, rate_at(home));
  return elements_[static_cast<int>(home)][id.index] = value;
}

ValueId Builder::stock_start(std::uint32_t stock, model::ElementId id) {
  const ValueId given = leaf({program_.starts.first + stock, false}, Rate::run);
  const ValueId own = lower(model_.elements[id.index].equation, Home::start);
  return operation(Home::start, Operation::given, {given, own});
}

ValueId Builder::draw(const model::Node& node, Home home) {
  // One draw per step: in a stage it is the one that was made with the values at the step's start.
  ValueId& memo = draws_[home == Home::start ? 0 : 1][node.index];
  if (!memo.valid()) {
    const Operation op = *plain_operation(node.op);
    const Home made = home == Home::start ? Home::start : Home::step;
    const ValueId a = nodes_[node.operands[0].index];
    memo = program::operand_count(op) == 1
               ? operation(made, op, {a}, node.index)
               : operation(made, op, {a, nodes_[node.operands[1].index]}, node.index);
    graph_[memo].rate = rate_at(made);
  }
  return memo;
}

ValueId Builder::pulse(ValueId at, ValueId width, Home home) {
  const ValueId zero = part(home, Operation::equal, {width, constant(0)});
  const ValueId lasts =
      part(home, Operation::select, {zero, clock(time_step_, program_.time_step), width});
  const ValueId end = part(home, Operation::add, {at, lasts});
  const ValueId on = part(home, Operation::greater, {decide(home), at});
  const ValueId over = part(home, Operation::greater, {decide(home), end});
  return part(home, Operation::logical_and, {on, part(home, Operation::logical_not, {over})});
}

ValueId Builder::pulse_train(ValueId period, ValueId width, ValueId offset, Home home) {
  const ValueId elapsed = part(home, Operation::subtract, {decide(home), offset});
  return part(home, Operation::pulse_train, {elapsed, period, width});
}

ValueId Builder::ramp(ValueId from, ValueId to, Home home) {
  const ValueId until = part(home, Operation::minimum, {time(home), to});
  const ValueId passed = part(home, Operation::subtract, {until, from});
  const ValueId ramp = part(home, Operation::maximum, {passed, constant(0)});
  graph_[ramp].finite = false;
  return ramp;
}

ValueId Builder::lower(model::ExprId root, Home home) {
  std::vector<model::ExprId> order;
  append_postorder(model_.expressions, root, order);
  for (const model::ExprId id : order) {
    const ValueId value = lower_node(model_.expressions[id], home);
    nodes_[id.index] = value;
  }
  return nodes_[root.index];
}

ValueId Builder::lower_node(const model::Node& node, Home home) {
  const ValueId a = operand(node, 0);
  const ValueId b = operand(node, 1);
  const ValueId c = operand(node, 2);
  switch (node.op) {
    case Operator::constant:
      return constant(node.number);
    case Operator::time:
      return time(home);
    case Operator::time_step:
      return clock(time_step_, program_.time_step);
    case Operator::start_time:
      return clock(start_time_, program_.start_time);
    case Operator::stop_time:
      return clock(stop_time_, program_.stop_time);
    case Operator::element:
      return element(model::ElementId(node.index), home);
    case Operator::initial_value:
      return at_start(initials_[node.index], model_.initials[node.index].expression);
    case Operator::held:
      return held(node.index, home);
    case Operator::pipeline:
      return pipeline(node.index, home);
    case Operator::lookup:
      return operation(home, Operation::lookup, {a}, node.index);
    case Operator::series:
      return operation(home, Operation::series, {time(home), decide(home)}, node.index);
    case Operator::after:
      return part(home, Operation::greater, {decide(home), a});
    case Operator::pulse_on:
      return pulse(a, b, home);
    case Operator::pulse_train_on:
      return pulse_train(a, b, c, home);
    case Operator::ramp_time:
      return ramp(a, b, home);
    case Operator::random_uniform:
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return draw(node, home);
    default:
      break;
  }
  const Operation op = *plain_operation(node.op);
  switch (program::operand_count(op)) {
    case 1:
      return operation(home, op, {a});
    case 2:
      return two(home, op, a, b);
    default:
      return operation(home, op, {a, b, c});
  }
}

ValueId Builder::operand(const model::Node& node, int k) const {
  return k < model::operand_count(node.op) ? nodes_[node.operands[k].index] : ValueId();
}

// Sums with a moderate constant and products with a small one cannot overflow from finite values.
ValueId Builder::two(Home home, Operation op, ValueId a, ValueId b) {
  const ValueId id = operation(home, op, {a, b});
  const auto magnitude = [&](ValueId operand) -> std::optional<double> {
    const Value& value = graph_[operand];
    if (value.kind != Value::Kind::constant) return std::nullopt;
    return value.number < 0 ? -value.number : value.number;
  };
  const auto left = magnitude(a);
  const auto right = magnitude(b);
  const auto moderate = [](std::optional<double> x) { return x && *x < 1e290; };
  bool finite = graph_[id].finite;
  if (op == Operation::add || op == Operation::subtract) finite = moderate(left) || moderate(right);
  if (op == Operation::multiply) finite = (left && *left <= 1) || (right && *right <= 1);
  if (op == Operation::divide) finite = right && *right >= 1;
  graph_[id].finite = finite;
  return id;
}

}  // namespace slackwater::program
