#pragma once

#include "nodes.hpp"

/// The parts of a packed model in their order: said once, for Writer and Reader.
namespace slackwater::model::packed {

template <class Stream, class AnyModel>
void settings(Stream& stream, AnyModel& model) {
  stream.source(model.source);
  TextColumn column;
  stream.text(model.title, column);
  stream.text(model.documentation, column);
  stream.text(model.time.unit, column);
  stream.real(model.time.start);
  stream.real(model.time.stop);
  stream.real(model.time.step);
  stream.real(model.time.save);
  stream.choice(model.time.method, Method::discrete);
  text_list(stream, model.sections);
}

template <class Stream, class AnyModel>
void dimensions(Stream& stream, AnyModel& model) {
  auto& list = model.dimensions;
  stream.begin(list, Table::dimensions, 5);
  texts(stream, list, &Dimension::name);
  for (auto& entry : list) text_list(stream, entry.elements);
  texts(stream, list, &Dimension::documentation);
  for (auto& entry : list) {
    stream.presence(entry.parent);
    if (entry.parent) stream.near(*entry.parent, 0, stream.limit(Table::dimensions));
  }
  for (auto& entry : list) {
    const std::size_t size = entry.parent ? list[*entry.parent].elements.size() : 0;
    index_list(stream, entry.positions, size);
  }
}

template <class Stream, class AnyDistribution>
void distribution(Stream& stream, AnyDistribution& value, TextColumn& families, TextColumn& names,
                  std::uint32_t& end) {
  stream.text(value.family, families);
  stream.length(value.arguments, 2);
  for (auto& [name, number] : value.arguments) {
    stream.text(name, names);
    stream.real(number);
  }
  place(stream, value.place, end);
}

template <class Stream, class List>
void shapes(Stream& stream, List& list) {
  std::uint64_t first = 0;
  for (auto& variable : list) {
    index_list(stream, variable.dimensions, stream.limit(Table::dimensions));
    stream.near(variable.first.index, static_cast<std::int64_t>(first),
                stream.limit(Table::elements));
    stream.near(variable.size, 1, stream.limit(Table::elements) + 1);
    first = variable.first.index + variable.size;
  }
}

template <class Stream, class List>
void ranges(Stream& stream, List& list) {
  for (auto& variable : list) {
    stream.presence(variable.range);
    if (!variable.range) continue;
    stream.real(variable.range->low);
    stream.real(variable.range->high);
  }
  TextColumn families;
  TextColumn names;
  std::uint32_t end = 0;
  for (auto& variable : list) {
    stream.presence(variable.distribution);
    if (variable.distribution) distribution(stream, *variable.distribution, families, names, end);
  }
}

template <class Stream, class AnyModel>
void variables(Stream& stream, AnyModel& model) {
  auto& list = model.variables;
  stream.begin(list, Table::variables, 16);
  texts(stream, list, &Variable::name);
  choices(stream, list, &Variable::kind, VariableKind::data);
  shapes(stream, list);
  texts(stream, list, &Variable::unit);
  ranges(stream, list);
  choices(stream, list, &Variable::better, Better::down);
  texts(stream, list, &Variable::documentation);
  texts(stream, list, &Variable::provenance);
  texts(stream, list, &Variable::section);
  for (auto& variable : list) stream.flag(variable.generated);
  places(stream, list);
}

template <class Stream, class AnyModel>
void elements(Stream& stream, AnyModel& model) {
  auto& list = model.elements;
  stream.begin(list, Table::elements, 7);
  std::int64_t expected = 0;
  for (auto& element : list) {
    stream.near(element.variable.index, expected, stream.limit(Table::variables));
    expected = element.variable.index;
  }
  if (!stream.fine()) return;
  TextColumn names;
  for (std::size_t i = 0; i < list.size(); ++i) stream.element_name(model, i, names);
  ids(stream, list, &Element::equation, Table::nodes);
  std::int64_t flow = 0;
  for (auto& element : list) {
    id_list(stream, element.inflows, Table::elements, flow);
    id_list(stream, element.outflows, Table::elements, flow);
  }
  sources(stream, list, &Element::source);
  for (auto& element : list) stream.flag(element.input);
}

template <class Stream, class AnyModel>
void tables(Stream& stream, AnyModel& model) {
  auto& lookups = model.lookups;
  stream.begin(lookups, Table::lookups, 12);
  texts(stream, lookups, &Lookup::name);
  for (auto& lookup : lookups) {
    real_list(stream, lookup.x);
    real_list(stream, lookup.y);
    real_list(stream, lookup.slopes);
  }
  choices(stream, lookups, &Lookup::mode, LookupMode::smooth);
  texts(stream, lookups, &Lookup::unit_x);
  texts(stream, lookups, &Lookup::unit_y);
  texts(stream, lookups, &Lookup::documentation);
  texts(stream, lookups, &Lookup::provenance);
  places(stream, lookups);

  auto& series = model.series;
  stream.begin(series, Table::series, 4);
  texts(stream, series, &Series::name);
  for (auto& entry : series) {
    real_list(stream, entry.time);
    real_list(stream, entry.value);
  }
  choices(stream, series, &Series::mode, SeriesMode::none);
}

template <class Stream, class AnyModel>
void memory(Stream& stream, AnyModel& model) {
  stream.begin(model.held, Table::held, 4);
  texts(stream, model.held, &Held::name);
  ids(stream, model.held, &Held::update, Table::nodes);
  ids(stream, model.held, &Held::initial, Table::nodes);
  sources(stream, model.held, &Held::source);

  stream.begin(model.pipelines, Table::pipelines, 5);
  texts(stream, model.pipelines, &Pipeline::name);
  ids(stream, model.pipelines, &Pipeline::input, Table::nodes);
  ids(stream, model.pipelines, &Pipeline::delay, Table::nodes);
  ids(stream, model.pipelines, &Pipeline::initial, Table::nodes);
  sources(stream, model.pipelines, &Pipeline::source);

  stream.begin(model.initials, Table::initials, 2);
  ids(stream, model.initials, &Initial::expression, Table::nodes);
  sources(stream, model.initials, &Initial::source);

  stream.begin(model.random_streams, Table::random_streams, 11);
  texts(stream, model.random_streams, &RandomStream::variable);
  for (auto& entry : model.random_streams) {
    stream.number(entry.occurrence);
    stream.number(entry.element);
    stream.bits(entry.stream);
  }
}

template <class Stream, class AnyModel>
void checks(Stream& stream, AnyModel& model) {
  stream.length(model.checks, 7);
  ids(stream, model.checks, &Check::condition, Table::nodes);
  texts(stream, model.checks, &Check::text);
  places(stream, model.checks);
  texts(stream, model.checks, &Check::documentation);
  texts(stream, model.checks, &Check::failure);
}

template <class Stream, class AnyModel>
void orders(Stream& stream, AnyModel& model) {
  for (auto* list :
       {&model.evaluation_order, &model.initial_order, &model.stocks, &model.parameters}) {
    std::int64_t expected = 0;
    id_list(stream, *list, Table::elements, expected);
  }
}

template <class Stream, class AnyModel>
void all_parts(Stream& stream, AnyModel& model) {
  stream.head({model.dimensions.size(), model.variables.size(), model.elements.size(),
               model.expressions.size(), model.lookups.size(), model.series.size(),
               model.held.size(), model.pipelines.size(), model.initials.size(),
               model.random_streams.size()});
  settings(stream, model);
  dimensions(stream, model);
  variables(stream, model);
  elements(stream, model);
  if (!stream.fine()) return;
  expressions(stream, model.expressions);
  tables(stream, model);
  memory(stream, model);
  checks(stream, model);
  orders(stream, model);
}

}  // namespace slackwater::model::packed
