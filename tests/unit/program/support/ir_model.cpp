#include "support/ir_model.hpp"

#include "slackwater/base/random.hpp"

namespace slackwater::program::test {

using model::ElementId;
using model::ExprId;
using model::Operator;

IrModel::IrModel() { time(0, 10, 0.25, 0.5, model::Method::rk4); }

ExprId IrModel::number(double value) {
  model::Node node;
  node.number = value;
  return model_.expressions.add(node);
}

ExprId IrModel::leaf(Operator op) { return indexed(op, 0); }

ExprId IrModel::indexed(Operator op, std::uint32_t index) {
  model::Node node;
  node.op = op;
  node.index = index;
  return model_.expressions.add(node);
}

ExprId IrModel::read(ElementId id) { return indexed(Operator::element, id.index); }

ExprId IrModel::apply(Operator op, std::initializer_list<ExprId> operands, std::uint32_t index) {
  model::Node node;
  node.op = op;
  node.index = index;
  int k = 0;
  for (const ExprId operand : operands) node.operands[k++] = operand;
  return model_.expressions.add(node);
}

ElementId IrModel::add(const std::string& name, model::VariableKind kind, ExprId equation) {
  const ElementId id(model_.elements.size());
  model::Variable variable;
  variable.name = name;
  variable.kind = kind;
  variable.first = id;
  model_.variables.push_back(variable);
  model::Element element;
  element.variable = model::VariableId(model_.variables.size() - 1);
  element.name = name;
  element.equation = equation;
  model_.elements.push_back(element);
  model_.initial_order.push_back(id);
  return id;
}

ElementId IrModel::parameter(const std::string& name, double value) {
  const ElementId id = add(name, model::VariableKind::parameter, number(value));
  model_.parameters.push_back(id);
  return id;
}

ElementId IrModel::auxiliary(const std::string& name, ExprId equation) {
  const ElementId id = add(name, model::VariableKind::auxiliary, equation);
  model_.evaluation_order.push_back(id);
  return id;
}

ElementId IrModel::stock(const std::string& name, ExprId initial) {
  const ElementId id = add(name, model::VariableKind::stock, initial);
  model_.stocks.push_back(id);
  return id;
}

void IrModel::flows(ElementId stock, std::vector<ElementId> in, std::vector<ElementId> out) {
  model_.elements[stock.index].inflows = std::move(in);
  model_.elements[stock.index].outflows = std::move(out);
}

std::uint32_t IrModel::add_held(const std::string& name, ExprId initial) {
  model_.held.push_back({name, initial, initial, nullptr});
  return static_cast<std::uint32_t>(model_.held.size() - 1);
}

std::uint32_t IrModel::add_pipeline(const std::string& name, ExprId delay, ExprId initial) {
  model_.pipelines.push_back({name, initial, delay, initial, nullptr});
  return static_cast<std::uint32_t>(model_.pipelines.size() - 1);
}

std::uint32_t IrModel::add_initial(ExprId expression) {
  model_.initials.push_back({expression, nullptr});
  return static_cast<std::uint32_t>(model_.initials.size() - 1);
}

std::uint32_t IrModel::add_lookup(std::vector<double> x, std::vector<double> y,
                                  model::LookupMode mode, std::vector<double> slopes) {
  model::Lookup lookup;
  lookup.name = "table" + std::to_string(model_.lookups.size());
  lookup.x = std::move(x);
  lookup.y = std::move(y);
  lookup.mode = mode;
  lookup.slopes = std::move(slopes);
  model_.lookups.push_back(lookup);
  return static_cast<std::uint32_t>(model_.lookups.size() - 1);
}

std::uint32_t IrModel::add_series(std::vector<double> time, std::vector<double> value,
                                  model::SeriesMode mode) {
  model_.series.push_back(
      {"series" + std::to_string(model_.series.size()), std::move(time), std::move(value), mode});
  return static_cast<std::uint32_t>(model_.series.size() - 1);
}

std::uint32_t IrModel::add_stream(const std::string& variable) {
  model_.random_streams.push_back({variable, 0, 0, base::stream_of(variable)});
  return static_cast<std::uint32_t>(model_.random_streams.size() - 1);
}

void IrModel::check(ExprId condition, const std::string& text) {
  model_.checks.push_back({condition, text, {}});
}

void IrModel::time(double start, double stop, double step, double save, model::Method method) {
  model_.time = {"week", start, stop, step, save, method};
}

std::vector<ElementId> IrModel::all() const {
  std::vector<ElementId> ids;
  for (std::size_t i = 0; i < model_.elements.size(); ++i) ids.emplace_back(i);
  return ids;
}

}  // namespace slackwater::program::test
