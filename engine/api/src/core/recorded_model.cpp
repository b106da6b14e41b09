#include "core/recorded_model.hpp"

#include <algorithm>
#include <map>

#include "core/settings.hpp"

namespace slackwater::api {
namespace {

using model::ElementId;
using model::ExprId;
using model::Operator;

bool is_hidden(Operator op) {
  switch (op) {
    case Operator::held:
    case Operator::pipeline:
    case Operator::initial_value:
    case Operator::random_uniform:
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return true;
    default:
      return false;
  }
}

model::Node element_node(ElementId element, base::Span span) {
  model::Node node;
  node.op = Operator::element;
  node.index = element.index;
  node.span = span;
  return node;
}

class Recorder {
 public:
  explicit Recorder(RecordedModel& out) : out_(out), model_(out.model) {}

  void run() {
    out_.first_new = static_cast<std::uint32_t>(model_.elements.size());
    show_hidden();
    add_totals();
  }

 private:
  // The new element stands right before the equation that reads it: what it needs has been computed
  // by then.
  void show_hidden() {
    std::map<std::pair<Operator, std::uint32_t>, ElementId> known;
    std::map<std::uint32_t, ElementId> replaced;  // by place in the pool
    auto order = std::move(model_.evaluation_order);
    model_.evaluation_order.clear();
    for (const auto id : order) {
      for (const auto node : nodes_in(model_.elements[id.index].equation)) {
        const auto& hidden = model_.expressions[node];
        const auto [found, is_new] = known.emplace(std::pair{hidden.op, hidden.index}, ElementId());
        if (is_new) {
          found->second = show(node, id);
          model_.evaluation_order.push_back(found->second);
        }
        replaced[node.index] = found->second;
      }
      model_.evaluation_order.push_back(id);
    }
    replace(replaced);
    order_start(order, replaced);
  }

  std::vector<ExprId> nodes_in(ExprId root) const {
    std::vector<ExprId> open{root}, found;
    while (!open.empty()) {
      const auto id = open.back();
      open.pop_back();
      const auto& node = model_.expressions[id];
      if (is_hidden(node.op)) {
        found.push_back(id);
        continue;  // its arguments stay with it
      }
      for (int i = 0; i < model::operand_count(node.op); ++i) {
        open.push_back(node.operands[static_cast<std::size_t>(i)]);
      }
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

  ElementId show(ExprId hidden, ElementId reader) {
    // Copies: adding an element moves the others.
    const auto owner = model_.variable_of(reader).name;
    const auto node = model_.expressions[hidden];
    // Counted by reader, so that two models that differ elsewhere have the same names here.
    const auto reads = model_.elements[reader.index].name;
    const auto name = std::string(model::name(node.op)) + " " +
                      std::to_string(++shown_by_[reader.index]) + " of " + reads;
    const auto element = add(name, model::VariableKind::auxiliary, model_.expressions.add(node),
                             model_.elements[reader.index].source);
    out_.shown_elements.push_back({element, node.op, owner});
    return element;
  }

  ElementId add(const std::string& name, model::VariableKind kind, ExprId equation,
                const base::SourcePtr& source) {
    model::Variable variable;
    variable.name = name;
    variable.kind = kind;
    variable.generated = true;
    variable.first = ElementId(model_.elements.size());
    const model::VariableId id(model_.variables.size());
    model_.variables.push_back(std::move(variable));
    model_.elements.push_back({id, name, equation, {}, {}, source});
    return ElementId(model_.elements.size() - 1);
  }

  // The nodes keep their places.
  void replace(const std::map<std::uint32_t, ElementId>& replaced) {
    if (replaced.empty()) return;
    model::ExpressionPool pool;
    for (std::size_t i = 0; i < model_.expressions.size(); ++i) {
      const auto& node = model_.expressions[ExprId(i)];
      const auto found = replaced.find(static_cast<std::uint32_t>(i));
      pool.add(found == replaced.end() ? node : element_node(found->second, node.span));
    }
    model_.expressions = std::move(pool);
  }

  void order_start(const std::vector<ElementId>& readers,
                   const std::map<std::uint32_t, ElementId>& replaced) {
    if (replaced.empty()) return;
    std::vector<bool> placed(model_.elements.size(), false);
    std::vector<bool> reads(model_.elements.size(), false);
    for (const auto id : readers) reads[id.index] = true;
    auto order = std::move(model_.initial_order);
    model_.initial_order.clear();
    for (const auto id : order) {
      if (reads[id.index]) {
        for (const auto part : all_nodes(model_.elements[id.index].equation)) {
          const auto& node = model_.expressions[part];
          if (node.op != Operator::element || node.index < out_.first_new) continue;
          if (placed[node.index]) continue;
          placed[node.index] = true;
          model_.initial_order.emplace_back(node.index);
        }
      }
      model_.initial_order.push_back(id);
    }
  }

  std::vector<ExprId> all_nodes(ExprId root) const {
    std::vector<ExprId> nodes{root};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const auto& node = model_.expressions[nodes[i]];
      for (int k = 0; k < model::operand_count(node.op); ++k) {
        nodes.push_back(node.operands[static_cast<std::size_t>(k)]);
      }
    }
    return nodes;
  }

  void add_totals() {
    const auto nothing = model_.expressions.add({});
    const auto stocks = model_.stocks;
    for (const auto stock : stocks) {
      const auto flows = [&](const std::vector<ElementId>& list) {
        for (const auto flow : list) add_total(flow, nothing);
      };
      const auto element = model_.elements[stock.index];
      flows(element.inflows);
      flows(element.outflows);
    }
    out_.total_of.resize(model_.elements.size());
  }

  void add_total(ElementId flow, ExprId nothing) {
    out_.total_of.resize(std::max<std::size_t>(out_.total_of.size(), flow.index + 1));
    if (out_.total_of[flow.index].valid()) return;
    const auto total = add("total of " + model_.elements[flow.index].name,
                           model::VariableKind::stock, nothing, model_.elements[flow.index].source);
    model_.elements[total.index].inflows = {flow};
    model_.stocks.push_back(total);
    model_.initial_order.push_back(total);
    out_.total_of[flow.index] = total;
  }

  RecordedModel& out_;
  model::Model& model_;
  std::map<std::uint32_t, int> shown_by_;
};

std::vector<ElementId> changing_elements(const model::Model& model) {
  auto elements = model.stocks;
  elements.insert(elements.end(), model.evaluation_order.begin(), model.evaluation_order.end());
  return elements;
}

}  // namespace

RecordedModel::RecordedModel(const model::Model& original, const RunOptions& options)
    : model(original), program(program::Program()) {
  Recorder(*this).run();
  outputs = changing_elements(model);
  program = program::compile(model, compile_options(model.time, options, outputs));
  meaning = std::make_unique<program::Meaning>(model);
}

const RecordedModel::Shown* RecordedModel::shown(model::ElementId id) const {
  const auto found = std::find_if(shown_elements.begin(), shown_elements.end(),
                                  [&](const auto& shown) { return shown.element == id; });
  return found == shown_elements.end() ? nullptr : &*found;
}

}  // namespace slackwater::api
