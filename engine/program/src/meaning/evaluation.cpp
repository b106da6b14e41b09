#include "meaning/evaluation.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "slackwater/program/random_operators.hpp"
#include "slackwater/program/scalar_operators.hpp"
#include "translate/plain_operation.hpp"

namespace slackwater::program {

using model::Operator;

Evaluation::Evaluation(const Meaning::Plan& plan, const RunSettings& run)
    : plan_(plan), run_(run), nodes_(plan.model.expressions.size()) {
  const model::Model& m = plan.model;
  instant_.time = run.start_time;
  instant_.decide =
      std::isnan(run.start_decide) ? run.start_time + 0.5 * run.time_step : run.start_decide;
  elements_.resize(m.elements.size());
  draws_.resize(m.random_streams.size());
  held_.resize(m.held.size());
  held_known_.resize(m.held.size());
  pipelines_.resize(m.pipelines.size());
  pipelines_known_.resize(m.pipelines.size());
  initials_.resize(m.initials.size());
  initials_known_.resize(m.initials.size());
  for (std::size_t i = 0; i < m.parameters.size(); ++i) {
    elements_[m.parameters[i].index].value = run.parameters[i];
  }
}

Evaluation::Evaluation(const Meaning::Plan& plan, const RunSettings& run, const StartValues& start,
                       const Instant& instant)
    : Evaluation(plan, run) {
  start_ = &start;
  instant_ = instant;
  for (std::size_t i = 0; i < plan.model.stocks.size(); ++i) {
    elements_[plan.model.stocks[i].index].value = instant.stocks[i];
  }
}

void Evaluation::make_draws(std::uint64_t step) {
  draws_now_ = true;
  step_ = step;
}

void Evaluation::evaluate_all() {
  const model::Model& m = plan_.model;
  for (const model::ElementId id : at_start() ? m.initial_order : m.evaluation_order) {
    if (plan_.parameter_of[id.index] >= 0) continue;
    const int stock = plan_.stock_of[id.index];
    if (stock >= 0 && !at_start()) continue;
    const bool given = stock >= 0 && !run_.starts.empty() && !std::isnan(run_.starts[stock]);
    elements_[id.index] =
        given ? Cell{run_.starts[stock]} : expression(m.elements[id.index].equation, owner_of(id));
  }
}

Cell Evaluation::expression(model::ExprId root, const Owner& owner) {
  const Owner outer = std::exchange(owner_, owner);
  for (const model::ExprId id : plan_.nodes_of(root)) {
    nodes_[id.index] = evaluate(plan_.model.expressions[id], id);
  }
  owner_ = outer;
  return nodes_[root.index];
}

void Evaluation::give(model::ElementId id, double value) {
  elements_[id.index] = {value, std::isnan(value) ? 0 : -1};
}

void Evaluation::move_to(double time, double decide) {
  instant_.time = time;
  instant_.decide = decide;
}

double Evaluation::value_of(model::ExprId root) {
  for (const model::ExprId id : plan_.nodes_of(root)) {
    nodes_[id.index] = evaluate(plan_.model.expressions[id], id);
  }
  failures_.clear();
  const Cell cell = nodes_[root.index];
  return cell.failed() ? std::nan("") : cell.value;
}

// The inflows minus the outflows, in the order of the text.
Cell Evaluation::net_flow(std::size_t stock) {
  const model::Element& element = plan_.model.elements[plan_.model.stocks[stock].index];
  std::optional<Cell> sum;
  const auto include = [&](model::ElementId flow, double sign) {
    const Cell value = elements_[flow.index];
    if (sum && sum->failed()) return;
    if (value.failed() || (!sum && sign > 0)) {
      sum = value;
    } else {
      sum = Cell{sign > 0 ? sum->value + value.value : sum.value_or(Cell{}).value - value.value};
    }
    if (!sum->failed() && !std::isfinite(sum->value)) {
      failures_.push_back({owner_of(plan_.model.stocks[stock]), {}, stock});
      sum->failure = static_cast<int>(failures_.size()) - 1;
    }
  };
  for (const model::ElementId flow : element.inflows) include(flow, 1);
  for (const model::ElementId flow : element.outflows) include(flow, -1);
  return sum.value_or(Cell{});
}

Cell Evaluation::evaluate(const model::Node& node, model::ExprId id) {
  switch (node.op) {
    case Operator::constant:
      return {node.number};
    case Operator::time:
      return {instant_.time};
    case Operator::time_step:
      return {run_.time_step};
    case Operator::start_time:
      return {run_.start_time};
    case Operator::stop_time:
      return {run_.stop_time};
    case Operator::element:
      return elements_[node.index];
    case Operator::initial_value: {
      const Cell value = initial(node.index);
      return value.failed() ? value : checked(value.value, id);
    }
    case Operator::held:
      return held(node.index);
    case Operator::pipeline:
      return pipeline(node.index);

    case Operator::select: {
      const Cell condition = operand(node, 0);
      if (condition.failed()) return condition;
      return operand(node, scalar::is_true(condition.value) ? 1 : 2);
    }
    case Operator::safe_div: {
      const Cell a = operand(node, 0);
      const Cell b = operand(node, 1);
      if (b.failed()) return b;
      if (b.value == 0) return operand(node, 2);
      return a.failed() ? a : checked(a.value / b.value, id);
    }
    case Operator::logical_and:
    case Operator::logical_or: {
      const Cell a = operand(node, 0);
      const Cell b = operand(node, 1);
      const bool settles = node.op == Operator::logical_or;
      if (a.failed() || scalar::is_true(a.value) == settles) {
        return a.failed() ? a : Cell{scalar::truth(settles)};
      }
      return b.failed() ? b : Cell{scalar::truth(scalar::is_true(b.value))};
    }
    case Operator::random_uniform:
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return random(node, id);
    default:
      break;
  }
  for (int k = 0; k < model::operand_count(node.op); ++k) {
    if (operand(node, k).failed()) return operand(node, k);
  }
  return plain_operation(node.op) ? plain(node, id) : table_or_switch(node, id);
}

Cell Evaluation::plain(const model::Node& node, model::ExprId id) {
  double x[3] = {};
  for (int k = 0; k < model::operand_count(node.op); ++k) x[k] = operand(node, k).value;
  return checked(scalar::apply(*plain_operation(node.op), x[0], x[1], x[2]), id);
}

Cell Evaluation::table_or_switch(const model::Node& node, model::ExprId id) {
  double x[3] = {};
  for (int k = 0; k < model::operand_count(node.op); ++k) x[k] = operand(node, k).value;
  const double time = instant_.time;
  const double decide = instant_.decide;
  switch (node.op) {
    case Operator::lookup:
      return checked(scalar::lookup_value(plan_.lookups[node.index], x[0]), id);
    case Operator::series:
      return checked(scalar::series_value(plan_.series[node.index], time, decide), id);
    case Operator::after:
      return {scalar::truth(decide > x[0])};
    case Operator::pulse_on: {
      const double lasts = x[1] == 0 ? run_.time_step : x[1];
      return {scalar::truth(decide > x[0] && !(decide > x[0] + lasts))};
    }
    case Operator::pulse_train_on:
      return {scalar::pulse_train(decide - x[2], x[0], x[1])};
    case Operator::ramp_time:
      return checked(math::max(math::min(time, x[1]) - x[0], 0), id);
    default:
      return checked(std::nan(""), id);
  }
}

// In a stage the draw is the one made at the step's start; only when that failed are its arguments
// looked at again.
Cell Evaluation::random(const model::Node& node, model::ExprId id) {
  const bool made_now = at_start() || draws_now_;
  if (!made_now && std::isfinite(instant_.draws[node.index])) return {instant_.draws[node.index]};
  double x[2] = {};
  for (int k = 0; k < model::operand_count(node.op); ++k) {
    const Cell argument = operand(node, k);
    if (argument.failed()) return draws_[node.index] = argument;
    x[k] = argument.value;
  }
  if (!made_now) return checked(instant_.draws[node.index], id);
  const base::DrawKey key{run_.seed, run_.sample, plan_.model.random_streams[node.index].stream,
                          step_};
  return draws_[node.index] =
             checked(program::draw(*plain_operation(node.op), x[0], x[1], key), id);
}

Cell Evaluation::checked(double value, model::ExprId id) {
  if (std::isfinite(value)) return {value};
  failures_.push_back({owner_, id});
  return {value, static_cast<int>(failures_.size()) - 1};
}

// --- values that come from the start of the run
// -----------------------------------------------------

Cell Evaluation::held(std::uint32_t index) {
  if (!at_start()) return {instant_.held[index]};
  const model::Held& held = plan_.model.held[index];
  if (!held_known_[index]) {
    held_[index] = expression(held.initial, {held.name, held.source, held.initial});
    held_known_[index] = true;
  }
  return held_[index];
}

Cell Evaluation::pipeline(std::uint32_t index) {
  if (!at_start()) return {instant_.pipelines[index]};
  const model::Pipeline& pipeline = plan_.model.pipelines[index];
  if (!pipelines_known_[index]) {
    pipelines_[index] =
        expression(pipeline.initial, {pipeline.name, pipeline.source, pipeline.initial});
    pipelines_known_[index] = true;
  }
  return pipelines_[index];
}

Cell Evaluation::initial(std::uint32_t index) {
  if (!at_start()) return {start_->initials[index]};
  const model::Initial& initial = plan_.model.initials[index];
  if (!initials_known_[index]) {
    initials_[index] =
        expression(initial.expression, {"initial", initial.source, initial.expression});
    initials_known_[index] = true;
  }
  return initials_[index];
}

}  // namespace slackwater::program
