#include "dependencies.hpp"

namespace slackwater::model {
namespace {

struct Visit {
  ExprId expression;
  base::SourcePtr source;
};

// What the leaf stands for at the start of the run, when that is an expression of its own.
std::vector<Visit> behind(const Model& model, const Node& node) {
  switch (node.op) {
    case Operator::initial_value: {
      const auto& initial = model.initials[node.index];
      return {{initial.expression, initial.source}};
    }
    case Operator::held: {
      const auto& held = model.held[node.index];
      return {{held.initial, held.source}};
    }
    case Operator::pipeline: {
      const auto& pipeline = model.pipelines[node.index];
      return {{pipeline.initial, pipeline.source}};
    }
    default:
      return {};
  }
}

}  // namespace

std::vector<Need> needs_of(const Model& model, ExprId expression, const base::SourcePtr& source,
                           Instant instant) {
  std::vector<Need> out;
  if (!expression.valid()) return out;
  std::vector<Visit> open{{expression, source}};
  while (!open.empty()) {
    const auto visit = std::move(open.back());
    open.pop_back();
    if (!visit.expression.valid()) continue;
    const auto& node = model.expressions[visit.expression];
    if (node.op == Operator::element) {
      out.push_back({ElementId(node.index), {visit.source, node.span}});
      continue;
    }
    for (int i = operand_count(node.op); i-- > 0;) {
      open.push_back({node.operands[static_cast<std::size_t>(i)], visit.source});
    }
    if (instant == Instant::start) {
      for (auto& next : behind(model, node)) open.push_back(std::move(next));
    }
  }
  return out;
}

bool known_beforehand(const Model& model, ElementId element, Instant instant) {
  const bool known =
      model.elements[element.index].input || model.variable_of(element).kind == VariableKind::stock;
  return known && instant == Instant::running;
}

}  // namespace slackwater::model
