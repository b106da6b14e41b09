#include "core/run_pair.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace slackwater::api {
namespace {

using model::ElementId;
using model::ExprId;
using model::Operator;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::string kind_of(const RecordedModel::Shown& shown) {
  switch (shown.op) {
    case Operator::initial_value:
      return "initial";
    case Operator::held:
    case Operator::pipeline:
      return "remembered";
    default:
      return "drawn";
  }
}

bool has_equation(const model::Model& model, ElementId id) {
  return !model.elements[id.index].input &&
         model.variable_of(id).kind != model::VariableKind::stock;
}

// Of two models from one text: the same nodes, elements by name.
class SameTree {
 public:
  SameTree(const model::Model& a, const model::Model& b) : a_(a), b_(b) {}

  bool operator()(ExprId x, ExprId y) const {
    std::vector<std::pair<ExprId, ExprId>> open{{x, y}};
    while (!open.empty()) {
      const auto [left, right] = open.back();
      open.pop_back();
      const auto& p = a_.expressions[left];
      const auto& q = b_.expressions[right];
      if (p.op != q.op || !same_leaf(p, q)) return false;
      for (int i = 0; i < model::operand_count(p.op); ++i) {
        const auto k = static_cast<std::size_t>(i);
        open.emplace_back(p.operands[k], q.operands[k]);
      }
    }
    return true;
  }

 private:
  bool same_leaf(const model::Node& p, const model::Node& q) const {
    switch (p.op) {
      case Operator::constant:
        return p.number == q.number;
      case Operator::element:
        return a_.elements[p.index].name == b_.elements[q.index].name;
      case Operator::lookup:
        return a_.lookups[p.index].name == b_.lookups[q.index].name;
      case Operator::series:
        return a_.series[p.index].name == b_.series[q.index].name;
      default:
        return true;  // what is held, drawn or on its way has become an element
    }
  }

  const model::Model& a_;
  const model::Model& b_;
};

}  // namespace

RunPair::RunPair(RecordedRun first, RecordedRun second, const model::Model& declared)
    : first_(std::move(first)), second_(std::move(second)) {
  add_elements(*first_.recorded, true, declared);
  add_elements(*second_.recorded, false, declared);
  const auto points = std::min(first_.times.size(), second_.times.size());
  times_.assign(first_.times.begin(), first_.times.begin() + static_cast<std::ptrdiff_t>(points));
}

void RunPair::add_elements(const RecordedModel& recorded, bool of_first,
                           const model::Model& declared) {
  auto& own = of_first ? of_first_ : of_second_;
  for (std::size_t i = 0; i < recorded.model.elements.size(); ++i) {
    const auto& element = recorded.model.elements[i];
    const auto [found, is_new] =
        element_by_name_.emplace(element.name, static_cast<Id>(elements_.size()));
    if (is_new) {
      const auto variable = variable_for(recorded, element, ElementId(i), declared);
      variables_[variable].elements.push_back(found->second);
      elements_.push_back({{}, {}, variable});
    }
    own.push_back(found->second);
    (of_first ? elements_[found->second].first : elements_[found->second].second) = ElementId(i);
  }
}

RunPair::Id RunPair::variable_for(const RecordedModel& recorded, const model::Element& element,
                                  ElementId id, const model::Model& declared) {
  const auto& variable = recorded.model.variables[element.variable.index];
  const auto [found, is_new] =
      variable_by_name_.emplace(variable.name, static_cast<Id>(variables_.size()));
  if (!is_new) return found->second;
  Variable out;
  out.name = variable.name;
  const auto known = declared.find_variable(variable.name);
  out.kind = model::name(known ? declared.variables[known->index].kind : variable.kind);
  out.unit = variable.unit.empty() ? "1" : variable.unit;
  out.owner = variable.name;
  if (const auto* shown = recorded.shown(id)) {
    out.kind = kind_of(*shown);
    out.owner = shown->owner;
  } else if (variable.generated) {
    out.hidden = true;
    out.owner = variable.name.substr(0, variable.name.find('.'));
  }
  variables_.push_back(std::move(out));
  return found->second;
}

const std::string& RunPair::element_name(Id id) const {
  const auto& element = elements_[id];
  return element.first.valid() ? first_.recorded->model.elements[element.first.index].name
                               : second_.recorded->model.elements[element.second.index].name;
}

std::optional<RunPair::Id> RunPair::find_variable(std::string_view name) const {
  const auto found = variable_by_name_.find(name);
  if (found == variable_by_name_.end() || variables_[found->second].owner != name) {
    return std::nullopt;
  }
  return found->second;
}

std::optional<RunPair::Id> RunPair::find_element(std::string_view name) const {
  for (const auto* run : {&first_, &second_}) {
    const auto found = run->recorded->model.find_element(name);
    if (!found || !run->recorded->was_there(*found)) continue;
    return (run == &first_ ? of_first_ : of_second_)[found->index];
  }
  return std::nullopt;
}

double RunPair::value(Id id, std::size_t point, bool of_first) const {
  const auto& element = elements_[id];
  const auto own = of_first ? element.first : element.second;
  if (!own.valid()) return kNan;
  return (of_first ? first_ : second_).at(own, point);
}

double RunPair::total(Id flow, std::size_t point, bool of_first) const {
  const auto& run = of_first ? first_ : second_;
  const auto own = of_first ? elements_[flow].first : elements_[flow].second;
  if (!own.valid()) return kNan;
  return run.at(run.recorded->total_of[own.index], point);
}

bool RunPair::is_stock(Id id) const {
  const auto& element = elements_[id];
  const auto& run = element.first.valid() ? first_ : second_;
  const auto own = element.first.valid() ? element.first : element.second;
  return run.recorded->model.variable_of(own).kind == model::VariableKind::stock;
}

std::vector<RunPair::SignedFlow> RunPair::flows_of(Id stock) const {
  const auto& pair = elements_[stock];
  const bool in_first = pair.first.valid();
  const auto& model = (in_first ? first_ : second_).recorded->model;
  const auto& element = model.elements[(in_first ? pair.first : pair.second).index];
  const auto& known = in_first ? of_first_ : of_second_;
  std::vector<SignedFlow> flows;
  for (const auto flow : element.inflows) flows.push_back({known[flow.index], 1});
  for (const auto flow : element.outflows) flows.push_back({known[flow.index], -1});
  return flows;
}

void RunPair::read(const RecordedModel& recorded, ElementId id, bool of_first,
                   Equation& out) const {
  const auto& model = recorded.model;
  const auto& known = of_first ? of_first_ : of_second_;
  std::vector<ExprId> open{model.elements[id.index].equation};
  while (!open.empty()) {
    const auto& node = model.expressions[open.back()];
    open.pop_back();
    if (node.op == Operator::element) {
      const auto input = known[node.index];
      const bool there = std::find(out.inputs.begin(), out.inputs.end(), input) != out.inputs.end();
      if (!there) out.inputs.push_back(input);
    }
    for (int i = model::operand_count(node.op); i-- > 0;) {
      open.push_back(node.operands[static_cast<std::size_t>(i)]);
    }
  }
}

bool RunPair::same_equations(Id id) const {
  if (first_.recorded == second_.recorded) return true;
  const auto& element = elements_[id];
  const auto& a = first_.recorded->model;
  const auto& b = second_.recorded->model;
  return SameTree(a, b)(a.elements[element.first.index].equation,
                        b.elements[element.second.index].equation);
}

const RunPair::Equation& RunPair::equation(Id id) {
  const auto known = equations_.find(id);
  if (known != equations_.end()) return known->second;
  const auto& element = elements_[id];
  Equation out;
  const auto look = [&](const RecordedRun& run, ElementId own, bool of_first) {
    const bool there =
        own.valid() && has_equation(run.recorded->model, own) && !run.recorded->shown(own);
    if (there) read(*run.recorded, own, of_first, out);
    return there;
  };
  out.in_first = look(first_, element.first, true);
  out.in_second = look(second_, element.second, false);
  out.same = out.in_first == out.in_second && (!out.in_first || same_equations(id));
  return equations_.emplace(id, std::move(out)).first->second;
}

}  // namespace slackwater::api
