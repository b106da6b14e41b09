#include <algorithm>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

bool is_lane_only(Operation op) {
  switch (op) {
    case Operation::given:
    case Operation::random_uniform:
    case Operation::random_normal:
    case Operation::random_lognormal:
    case Operation::random_poisson:
      return true;
    default:
      return false;
  }
}

bool is_random(Operation op) { return op != Operation::given && is_lane_only(op); }

}  // namespace

void hoist(Graph& graph) {
  for (Value& value : graph.values) {
    if (value.kind != Value::Kind::operation) continue;
    value.rate = is_random(value.operation) ? value.rate : Rate::constant;
    value.uniform = !is_lane_only(value.operation);
    for (int k = 0; k < value.operand_count(); ++k) {
      const Value& operand = graph[value.operands[k]];
      value.rate = std::max(value.rate, operand.rate);
      value.uniform = value.uniform && operand.uniform;
    }
    if (value.rate <= Rate::run) {
      value.home = Home::start;
    } else if (value.rate == Rate::step) {
      value.home = Home::step;
    }
  }
}

}  // namespace slackwater::program
