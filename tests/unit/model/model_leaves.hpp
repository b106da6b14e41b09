#pragma once

#include <concepts>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "slackwater/model/model.hpp"

/// Every value that a model consists of, one by one. A field that a struct gains does not compile
/// here until it is listed.
namespace slackwater::model::testing {

template <class T, class Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

template <Is<base::Span> T>
auto fields(T& value) {
  auto& [begin, end] = value;
  return std::tie(begin, end);
}
template <Is<base::Place> T>
auto fields(T& value) {
  auto& [source, span] = value;
  return std::tie(source, span);
}
template <Is<Dimension> T>
auto fields(T& value) {
  auto& [name, elements, documentation, parent, positions] = value;
  return std::tie(name, elements, documentation, parent, positions);
}
template <Is<Distribution> T>
auto fields(T& value) {
  auto& [family, arguments, place] = value;
  return std::tie(family, arguments, place);
}
template <Is<std::pair<std::string, double>> T>
auto fields(T& value) {
  auto& [name, number] = value;
  return std::tie(name, number);
}
template <Is<Range> T>
auto fields(T& value) {
  auto& [low, high] = value;
  return std::tie(low, high);
}
// Without the unit's dimension, which a packed model does not have.
template <Is<Variable> T>
auto fields(T& value) {
  auto& [name, kind, dimensions, first, size, unit, dimension_of_unit, range, distribution, better,
         documentation, provenance, section, generated, place] = value;
  return std::tie(name, kind, dimensions, first, size, unit, range, distribution, better,
                  documentation, provenance, section, generated, place);
}
template <Is<Element> T>
auto fields(T& value) {
  auto& [variable, name, equation, inflows, outflows, source, input] = value;
  return std::tie(variable, name, equation, inflows, outflows, source, input);
}
template <Is<Node> T>
auto fields(T& value) {
  auto& [op, operands, number, index, span] = value;
  return std::tie(op, operands, number, index, span);
}
template <Is<Lookup> T>
auto fields(T& value) {
  auto& [name, x, y, mode, slopes, unit_x, unit_y, documentation, provenance, place] = value;
  return std::tie(name, x, y, mode, slopes, unit_x, unit_y, documentation, provenance, place);
}
template <Is<Series> T>
auto fields(T& value) {
  auto& [name, time, values, mode] = value;
  return std::tie(name, time, values, mode);
}
template <Is<Held> T>
auto fields(T& value) {
  auto& [name, update, initial, source] = value;
  return std::tie(name, update, initial, source);
}
template <Is<Pipeline> T>
auto fields(T& value) {
  auto& [name, input, delay, initial, source] = value;
  return std::tie(name, input, delay, initial, source);
}
template <Is<Initial> T>
auto fields(T& value) {
  auto& [expression, source] = value;
  return std::tie(expression, source);
}
template <Is<RandomStream> T>
auto fields(T& value) {
  auto& [variable, occurrence, element, stream] = value;
  return std::tie(variable, occurrence, element, stream);
}
template <Is<Check> T>
auto fields(T& value) {
  auto& [condition, text, place, documentation, failure] = value;
  return std::tie(condition, text, place, documentation, failure);
}
template <Is<TimeSettings> T>
auto fields(T& value) {
  auto& [unit, start, stop, step, save, method] = value;
  return std::tie(unit, start, stop, step, save, method);
}
// Without the declared units, which a packed model does not have.
template <Is<Model> T>
auto fields(T& value) {
  auto& [title, documentation, time, dimensions, variables, elements, expressions, lookups, series,
         held, pipelines, initials, random_streams, checks, evaluation_order, initial_order, stocks,
         parameters, sections, source, units, variable_by_name] = value;
  return std::tie(title, documentation, time, dimensions, variables, elements, expressions, lookups,
                  series, held, pipelines, initials, random_streams, checks, evaluation_order,
                  initial_order, stocks, parameters, sections, source, variable_by_name);
}

/// Hands every leaf to `visit(leaf, path)`; a path is numbers of fields and places, "4.0.12.1".
/// Leaves are numbers, texts, enumerators, ids, sources, and sizes of lists (by value).
template <class T, class Visit>
void each_leaf(T& value, const std::string& path, const Visit& visit) {
  using Plain = std::remove_const_t<T>;
  const auto below = [&](auto& part, std::size_t i) {
    each_leaf(part, path + "." + std::to_string(i), visit);
  };
  if constexpr (requires { fields(value); }) {
    std::size_t i = 0;
    std::apply([&](auto&... parts) { (below(parts, i++), ...); }, fields(value));
  } else if constexpr (std::same_as<Plain, ExpressionPool>) {
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < value.size(); ++i) nodes.push_back(value[ExprId(i)]);
    below(nodes, 0);
    if constexpr (!std::is_const_v<T>) {
      value = {};
      for (const auto& node : nodes) value.add(node);
    }
  } else if constexpr (requires { value.index; }) {
    visit(value.index, path);
  } else if constexpr (requires { typename Plain::mapped_type; }) {
    visit(value.size(), path);
    std::size_t i = 0;
    for (auto& [key, entry] : value) {
      visit(std::string(key), path + "." + std::to_string(i));
      below(entry, i++);
    }
  } else if constexpr (requires { value.has_value(); }) {
    visit(value.has_value(), path);
    if (value) below(*value, 0);
  } else if constexpr (requires { value.begin(); } && !std::same_as<Plain, std::string>) {
    visit(value.size(), path);
    std::size_t i = 0;
    for (auto& entry : value) below(entry, i++);
  } else {
    visit(value, path);
  }
}

/// One line for each leaf; the same number of a source is the same pointer.
std::vector<std::string> leaves(const Model& model);

/// The first leaves in which two models differ, "" when in none.
std::string difference(const Model& a, const Model& b);

}  // namespace slackwater::model::testing
