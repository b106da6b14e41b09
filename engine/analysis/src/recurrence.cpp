#include "slackwater/analysis/recurrence.hpp"

#include <algorithm>
#include <cmath>

#include "bounds.hpp"
#include "slackwater/model/time_dependence.hpp"

namespace slackwater::analysis {
namespace {

using model::Operator;

// A stock of 0 is moved in its own unit.
constexpr double kFloor = 1e-6;
constexpr double kMoved = 1e-6;

/// What one stock goes through while it is held.
struct Excursions {
  int count = 0;
  int direction = 0;
  Disturbance first;

  void add(double time, double rate, double threshold) {
    const int now = std::abs(rate) <= threshold ? 0 : (rate > 0 ? 1 : -1);
    if (now != 0 && now != direction) {
      if (++count == 1) first.time = time;
    }
    direction = now;
    if (count == 1 && std::abs(rate) > std::abs(first.rate)) first.rate = rate;
  }
};

}  // namespace

std::vector<model::ElementId> recurring(const model::Model& model) {
  model::TimeDependence dependence(model);
  const auto again = [&](model::ExprId id) {
    const auto& node = model.expressions[id];
    if (node.op == Operator::pulse_train_on) return true;
    if (node.op != Operator::sin && node.op != Operator::cos) return false;
    const auto motion = dependence.of(node.operands[0]);
    return motion == model::Motion::line || motion == model::Motion::clock;
  };
  std::vector<model::ElementId> found;
  for (const auto id : model.evaluation_order) {
    const auto nodes = nodes_of(model, model.elements[id.index].equation);
    if (std::any_of(nodes.begin(), nodes.end(), again)) found.push_back(id);
  }
  return found;
}

std::optional<Disturbance> moved_again(const HeldStill& held) {
  const auto count = held.stocks.size();
  if (held.instants.empty()) return std::nullopt;
  const double span = std::max(held.instants.back() - held.instants.front(), 1e-300);
  std::vector<Excursions> excursions(count);
  std::vector<double> rates(count);
  const auto size = [&](std::size_t i) { return std::abs(held.stocks[i]) + kFloor; };
  for (const double time : held.instants) {
    if (!held.rates(time, rates)) continue;
    for (std::size_t i = 0; i < count; ++i) {
      excursions[i].add(time, rates[i], kMoved * size(i) / span);
    }
  }
  std::optional<Disturbance> most;
  for (std::size_t i = 0; i < count; ++i) {
    if (excursions[i].count < 2) continue;
    if (std::binary_search(held.exempt.begin(), held.exempt.end(), i)) continue;
    auto& first = excursions[i].first;
    first.stock = i;
    if (!most || std::abs(first.rate) / size(i) > std::abs(most->rate) / size(most->stock)) {
      most = first;
    }
  }
  return most;
}

}  // namespace slackwater::analysis
