#include "slackwater/analysis/counters.hpp"

#include "bounds.hpp"

namespace slackwater::analysis {
namespace {

using model::ElementId;
using model::ExprId;
using model::Model;
using model::Operator;

/// Marks the elements that the flows of some stocks read, directly or through other equations.
class Readers {
 public:
  Readers(const Model& model, const Bounds& bounds)
      : model_(model), bounds_(bounds), read_(model.elements.size(), false) {}

  void follow_flows_of(ElementId stock) {
    const auto& element = model_.elements[stock.index];
    for (const auto flow : element.inflows) read(flow);
    for (const auto flow : element.outflows) read(flow);
    while (!open_.empty()) {
      const auto next = open_.back();
      open_.pop_back();
      follow(next);
    }
  }

  bool is_read(ElementId element) const { return read_[element.index]; }

 private:
  // A stock is read; what fills it is another question.
  void read(ElementId id) {
    if (read_[id.index]) return;
    read_[id.index] = true;
    if (model_.variable_of(id).kind == model::VariableKind::stock) return;
    const auto equation = model_.elements[id.index].equation;
    if (equation.valid()) open_.push_back(equation);
  }

  void follow(ExprId id) {
    const auto& bound = bounds_.of(id);
    if (!bound.reads_stocks || bound.fixed()) return;
    const auto& node = model_.expressions[id];
    if (node.op == Operator::element) return read(ElementId(node.index));
    const bool decided = node.op == Operator::select && bounds_.of(node.operands[0]).fixed();
    if (decided) {
      open_.push_back(node.operands[bounds_.of(node.operands[0]).low != 0 ? 1 : 2]);
      return;
    }
    for (int i = 0; i < model::operand_count(node.op); ++i) {
      open_.push_back(node.operands[static_cast<std::size_t>(i)]);
    }
  }

  const Model& model_;
  const Bounds& bounds_;
  std::vector<bool> read_;
  std::vector<ExprId> open_;
};

}  // namespace

std::vector<std::size_t> counters(const Model& model, std::span<const double> values) {
  const Bounds bounds(model, values);
  std::vector<bool> counts(model.stocks.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    Readers readers(model, bounds);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (!counts[i]) readers.follow_flows_of(model.stocks[i]);
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] || readers.is_read(model.stocks[i])) continue;
      counts[i] = true;
      changed = true;
    }
  }
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i]) out.push_back(i);
  }
  return out;
}

}  // namespace slackwater::analysis
