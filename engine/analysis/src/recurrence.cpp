#include "slackwater/analysis/recurrence.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "bounds.hpp"
#include "slackwater/model/time_dependence.hpp"

namespace slackwater::analysis {
namespace {

using model::Motion;
using model::Operator;

// A stock of 0 is moved in its own unit.
constexpr double kFloor = 1e-6;
constexpr double kMoved = 1e-6;
// Equal heights of a season differ in their last digits; the first of them counts.
constexpr double kHigher = 1 + 1e-9;

bool comes_again(const model::Node& node, model::TimeDependence& dependence) {
  if (node.op == Operator::pulse_train_on) return true;
  const bool turns = node.op == Operator::sin || node.op == Operator::cos ||
                     node.op == Operator::tan || node.op == Operator::mod;
  const bool rounds = node.op == Operator::floor || node.op == Operator::round;
  if (!turns && !rounds) return false;
  const auto motion = dependence.of(node.operands[0]);
  return motion == Motion::line || (turns && motion == Motion::clock);
}

model::Node element_node(std::size_t element) {
  model::Node node;
  node.op = Operator::element;
  node.index = static_cast<std::uint32_t>(element);
  return node;
}

}  // namespace

std::vector<Recurrence> recurrences(const model::Model& model) {
  model::TimeDependence dependence(model);
  std::vector<Recurrence> found;
  for (const auto id : model.evaluation_order) {
    std::set<std::uint32_t> inside;
    const auto nodes = nodes_of(model, model.elements[id.index].equation);
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
      const bool covered = inside.count(node->index) > 0;
      const bool again = !covered && comes_again(model.expressions[*node], dependence);
      if (again) found.push_back({id, *node});
      if (!covered && !again) continue;
      const auto& operands = model.expressions[*node].operands;
      for (const auto part : operands) {
        if (part.valid()) inside.insert(part.index);
      }
    }
  }
  return found;
}

model::Model with_recurrences_shown(const model::Model& model,
                                    std::span<const Recurrence> recurrences) {
  auto out = model;
  for (const auto& recurrence : recurrences) {
    auto shown = model.elements[recurrence.element.index];
    shown.equation = recurrence.part;
    out.evaluation_order.emplace_back(out.elements.size());
    out.elements.push_back(std::move(shown));
  }
  return out;
}

model::Model with_recurrences_given(const model::Model& model,
                                    std::span<const Recurrence> recurrences) {
  auto out = model;
  std::map<std::uint32_t, std::size_t> given;
  for (const auto& recurrence : recurrences) {
    given[recurrence.part.index] = out.elements.size();
    out.parameters.emplace_back(out.elements.size());
    out.elements.push_back(model.elements[recurrence.element.index]);
  }
  // The nodes keep their places.
  out.expressions = {};
  for (std::size_t i = 0; i < model.expressions.size(); ++i) {
    const model::ExprId id(i);
    const auto found = given.find(id.index);
    out.expressions.add(found == given.end() ? model.expressions[id] : element_node(found->second));
  }
  const auto none = out.expressions.add({});
  for (const auto& [part, element] : given) out.elements[element].equation = none;
  return out;
}

std::optional<Disturbance> largest_disturbance(const HeldStill& held) {
  if (held.instants.empty()) return std::nullopt;
  const double span = std::max(held.instants.back() - held.instants.front(), 1e-300);
  std::vector<double> added(held.stocks.size());
  std::optional<Disturbance> most;
  double largest = kMoved / span;
  for (const double time : held.instants) {
    if (!held.added(time, added)) continue;
    for (std::size_t i = 0; i < added.size(); ++i) {
      const double share = std::abs(added[i]) / (std::abs(held.stocks[i]) + kFloor);
      if (!(share > largest * kHigher)) continue;
      if (std::binary_search(held.exempt.begin(), held.exempt.end(), i)) continue;
      largest = share;
      most = Disturbance{i, time, added[i]};
    }
  }
  return most;
}

}  // namespace slackwater::analysis
