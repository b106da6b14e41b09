#include "core/scored_links.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::api {
namespace {

using model::ElementId;

ElementId element_of(const model::Variable& variable, std::size_t i) {
  return ElementId(variable.first.index + i);
}

std::vector<ElementId> read_by(const model::Model& model, model::ExprId root) {
  std::vector<ElementId> found;
  std::vector<model::ExprId> open{root};
  while (!open.empty()) {
    const auto& node = model.expressions[open.back()];
    open.pop_back();
    if (node.op == model::Operator::element) found.emplace_back(node.index);
    for (int i = 0; i < model::operand_count(node.op); ++i) {
      open.push_back(node.operands[static_cast<std::size_t>(i)]);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool reads_variable(const model::Model& model, const std::vector<ElementId>& inputs,
                    model::VariableId variable) {
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](ElementId id) { return model.elements[id.index].variable == variable; });
}

}  // namespace

LinkScorer::LinkScorer(const RecordedRun& run, const std::vector<model::Link>& links)
    : run_(run), model_(run.recorded->model), links_(links), given_(run.equations()) {
  inputs_.resize(model_.elements.size());
  for (const auto id : model_.evaluation_order) {
    inputs_[id.index] = read_by(model_, model_.elements[id.index].equation);
  }
}

double LinkScorer::change(ElementId id, std::size_t before, std::size_t point) const {
  return run_.at(id, point) - run_.at(id, before);
}

double LinkScorer::net_change(ElementId stock, std::size_t before, std::size_t point) const {
  const auto& element = model_.elements[stock.index];
  double sum = 0;
  for (const auto flow : element.inflows) sum += change(flow, before, point);
  for (const auto flow : element.outflows) sum -= change(flow, before, point);
  return sum;
}

double LinkScorer::of_stock(const model::Link& link, std::size_t before, std::size_t point) const {
  const auto& stock = model_.variables[link.to.index];
  double part = 0, all = 0, size = 0;
  for (std::size_t i = 0; i < stock.size; ++i) {
    const auto id = element_of(stock, i);
    const auto& element = model_.elements[id.index];
    const auto add = [&](const std::vector<ElementId>& flows, double direction) {
      for (const auto flow : flows) {
        if (model_.elements[flow.index].variable != link.from) continue;
        const double moved = change(flow, before, point);
        part += std::abs(moved);
        size += direction * std::abs(moved);
      }
    };
    add(element.inflows, 1);
    add(element.outflows, -1);
    all += std::abs(net_change(id, before, point));
  }
  return analysis::flow_score(part, all, size < 0 ? -1 : 1);
}

double LinkScorer::of_equation(const model::Link& link, std::size_t before, std::size_t point) {
  const auto& target = model_.variables[link.to.index];
  double partial_size = 0, partial_sum = 0, all = 0, moved = 0;
  for (std::size_t i = 0; i < target.size; ++i) {
    const auto id = element_of(target, i);
    const auto& inputs = inputs_[id.index];
    all += std::abs(change(id, before, point));
    if (!reads_variable(model_, inputs, link.from)) continue;
    for (const auto input : inputs) {
      const bool moves = model_.elements[input.index].variable == link.from;
      given_.give(input.index, run_.at(input, moves ? point : before));
      if (moves) moved += change(input, before, point);
    }
    const double partial = given_.equation_of(id.index) - run_.at(id, before);
    if (!std::isfinite(partial)) continue;
    partial_size += std::abs(partial);
    partial_sum += partial;
  }
  return analysis::link_score(partial_sum < 0 ? -partial_size : partial_size, all, moved);
}

std::vector<double> LinkScorer::scores(std::size_t before, std::size_t point) {
  const double time = run_.times[before];
  given_.move_to(time, decide_at(model_.time, time));
  std::vector<double> out;
  for (const auto& link : links_) {
    const auto& target = model_.variables[link.to.index];
    if (target.kind == model::VariableKind::stock) {
      out.push_back(of_stock(link, before, point));
    } else if (run_.recorded->shown(target.first)) {
      out.push_back(1);
    } else {
      out.push_back(of_equation(link, before, point));
    }
  }
  return out;
}

}  // namespace slackwater::api
