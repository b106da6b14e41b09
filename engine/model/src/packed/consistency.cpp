#include "consistency.hpp"

#include "../dependencies.hpp"

namespace slackwater::model::packed {
namespace {

bool dimensions_fit(const Model& model) {
  for (const auto& dimension : model.dimensions) {
    const auto expected = dimension.parent ? dimension.elements.size() : 0;
    if (dimension.positions.size() != expected) return false;
  }
  return true;
}

// Variables stand for consecutive elements, as many as their dimensions say, and for all of them.
bool variables_fit(const Model& model) {
  std::size_t covered = 0;
  for (const auto& variable : model.variables) {
    const std::size_t first = variable.first.index;
    if (variable.size > model.elements.size() || first > model.elements.size() - variable.size)
      return false;
    std::size_t size = 1;
    for (const auto dimension : variable.dimensions) {
      size *= model.dimensions[dimension].elements.size();
      if (size > variable.size) return false;
    }
    if (size != variable.size) return false;
    covered += size;
  }
  for (std::size_t i = 0; i < model.elements.size(); ++i) {
    const auto& variable = model.variable_of(ElementId(i));
    if (i < variable.first.index || i - variable.first.index >= variable.size) return false;
  }
  return covered == model.elements.size();
}

bool points_fit(const Model& model) {
  for (const auto& lookup : model.lookups) {
    const auto slopes = lookup.mode == LookupMode::smooth ? lookup.x.size() : 0;
    if (lookup.x.empty() || lookup.y.size() != lookup.x.size() || lookup.slopes.size() != slopes)
      return false;
  }
  for (const auto& series : model.series) {
    if (series.time.empty() || series.value.size() != series.time.size()) return false;
  }
  return true;
}

// Each element that belongs is listed once, and no other.
template <class Belongs>
bool lists(const std::vector<ElementId>& list, const Model& model, Belongs belongs) {
  std::vector<char> waiting(model.elements.size());
  std::size_t expected = 0;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    waiting[i] = belongs(ElementId(i)) ? 1 : 0;
    expected += static_cast<std::size_t>(waiting[i]);
  }
  for (const auto id : list) {
    if (waiting[id.index] == 0) return false;
    waiting[id.index] = 0;
  }
  return list.size() == expected;
}

bool lists_fit(const Model& model) {
  const auto is_stock = [&](ElementId id) {
    return model.variable_of(id).kind == VariableKind::stock;
  };
  const auto is_known = [&](ElementId id) { return known_beforehand(model, id, Instant::running); };
  const auto is_input = [&](ElementId id) { return model.elements[id.index].input; };
  return lists(model.stocks, model, is_stock) && lists(model.parameters, model, is_input) &&
         lists(model.evaluation_order, model, [&](ElementId id) { return !is_known(id); }) &&
         lists(model.initial_order, model, [](ElementId) { return true; });
}

}  // namespace

bool is_consistent(const Model& model) {
  return dimensions_fit(model) && variables_fit(model) && points_fit(model) && lists_fit(model);
}

}  // namespace slackwater::model::packed
