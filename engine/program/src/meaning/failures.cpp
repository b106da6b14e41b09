#include <fmt/core.h>

#include <cmath>

#include "meaning/evaluation.hpp"

namespace slackwater::program {

using model::Operator;

bool is_domain_error(Operator op, std::span<const double> x) {
  switch (op) {
    case Operator::divide:
    case Operator::safe_div:
    case Operator::mod:
      return x[1] == 0;
    case Operator::ln:
    case Operator::log10:
      return x[0] <= 0;
    case Operator::sqrt:
      return x[0] < 0;
    case Operator::asin:
    case Operator::acos:
      return std::abs(x[0]) > 1;
    case Operator::power:
      return x[0] == 0 || (x[0] < 0 && x[1] != std::floor(x[1]));
    case Operator::series:
    case Operator::random_uniform:
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return true;
    default:
      return false;
  }
}

std::string describe(Operator op, std::span<const double> x) {
  if (!is_domain_error(op, x)) return "a result that is not a finite number";
  switch (op) {
    case Operator::divide:
    case Operator::safe_div:
      return "division by zero";
    case Operator::mod:
      return "remainder of a division by zero";
    case Operator::ln:
    case Operator::log10:
      return x[0] == 0 ? "logarithm of zero" : "logarithm of a negative number";
    case Operator::sqrt:
      return "square root of a negative number";
    case Operator::asin:
    case Operator::acos:
      return "inverse sine or cosine of a number outside -1 .. 1";
    case Operator::power:
      return x[0] == 0 ? "zero to a negative power" : "broken power of a negative number";
    case Operator::series:
      return "no data at this time";
    case Operator::random_uniform:
      return "uniform draw whose low limit is above the high one";
    case Operator::random_normal:
      return "normal draw with a negative deviation";
    case Operator::random_lognormal:
      return "lognormal draw without 0 < median <= 95th percentile";
    default:
      return "Poisson draw with a negative or too large mean";
  }
}

Owner Evaluation::owner_of(model::ElementId id) const {
  const model::Element& element = plan_.model.elements[id.index];
  return {element.name, element.source, element.equation};
}

void Evaluation::add_input(model::ElementId id, Failure& failure) const {
  const std::string& name = plan_.model.elements[id.index].name;
  for (const Failure::Input& input : failure.inputs) {
    if (input.name == name) return;
  }
  failure.inputs.push_back({name, elements_[id.index].value});
}

void Evaluation::add_inputs(model::ExprId root, Failure& failure) const {
  for (const model::ExprId id : plan_.nodes_of(root)) {
    const model::Node& node = plan_.model.expressions[id];
    if (node.op == Operator::element) add_input(model::ElementId(node.index), failure);
  }
}

Failure Evaluation::failure(Cell cell) const {
  const Record& record = failures_[static_cast<std::size_t>(cell.failure)];
  const model::Model& m = plan_.model;
  Failure result;
  result.time = instant_.time;
  result.variable = record.owner.name;
  if (!record.node.valid()) {
    const model::ElementId stock = m.stocks[record.stock];
    const model::Element& element = m.elements[stock.index];
    result.place = m.variables[element.variable.index].place;
    result.message =
        fmt::format("a net flow that is not a finite number in stock '{}'", element.name);
    for (const model::ElementId flow : element.inflows) add_input(flow, result);
    for (const model::ElementId flow : element.outflows) add_input(flow, result);
    return result;
  }
  const model::Node& node = m.expressions[record.node];
  double x[3] = {};
  for (int k = 0; k < model::operand_count(node.op); ++k) x[k] = operand(node, k).value;
  result.kind =
      is_domain_error(node.op, x) ? Failure::Kind::domain_error : Failure::Kind::not_finite;
  result.place = {record.owner.source, node.span};
  result.message =
      fmt::format("{} in the equation of '{}'", describe(node.op, x), record.owner.name);
  add_inputs(record.owner.root, result);
  return result;
}

Failure Evaluation::broken(const model::Check& check) const {
  Failure result;
  result.kind = Failure::Kind::check_failed;
  result.time = instant_.time;
  result.variable = check.text;
  result.message =
      check.failure.empty() ? fmt::format("check '{}' does not hold", check.text) : check.failure;
  result.place = check.place;
  add_inputs(check.condition, result);
  return result;
}

}  // namespace slackwater::program
