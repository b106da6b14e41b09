#include "core/diagram/network.hpp"

#include <algorithm>
#include <map>

namespace slackwater::api {
namespace {

using model::VariableKind;

diagram::NodeKind kind_of(VariableKind kind) {
  switch (kind) {
    case VariableKind::stock:
      return diagram::NodeKind::stock;
    case VariableKind::flow:
      return diagram::NodeKind::flow;
    case VariableKind::lever:
      return diagram::NodeKind::lever;
    case VariableKind::indicator:
      return diagram::NodeKind::indicator;
    case VariableKind::parameter:
    case VariableKind::constant:
    case VariableKind::data:
      return diagram::NodeKind::parameter;
    case VariableKind::auxiliary:
      break;
  }
  return diagram::NodeKind::auxiliary;
}

diagram::Polarity polarity_of(model::Polarity polarity) {
  switch (polarity) {
    case model::Polarity::plus:
      return diagram::Polarity::plus;
    case model::Polarity::minus:
      return diagram::Polarity::minus;
    case model::Polarity::open:
      break;
  }
  return diagram::Polarity::open;
}

std::string label_of(const model::Variable& variable, bool with_flows) {
  auto label = variable.name;
  std::replace(label.begin(), label.end(), '_', ' ');
  if (with_flows && variable.kind == VariableKind::stock && label[0] >= 'a' && label[0] <= 'z') {
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
  }
  return label;
}

}  // namespace

Network::Network(const model::Model& model, const std::vector<model::SignedLink>& links)
    : model_(model),
      sources_(model.variables.size()),
      targets_(model.variables.size()),
      attached_(model.variables.size()) {
  for (const auto& link : links) {
    const auto from = link.from.index;
    const auto to = link.to.index;
    if (from == to) continue;
    const bool is_flow = variable(to).kind == VariableKind::stock;
    edges_.push_back({from, to, polarity_of(link.polarity), link.delayed, is_flow});
    sources_[to].insert(from);
    targets_[from].insert(to);
    if (is_flow) {
      attached_[to].insert(from);
      attached_[from].insert(to);
    }
  }
}

bool Network::is_input(std::size_t v) const {
  const auto kind = variable(v).kind;
  return kind == VariableKind::parameter || kind == VariableKind::constant ||
         kind == VariableKind::lever || kind == VariableKind::data;
}

Nodes Network::on_loops() const {
  Nodes found;
  for (std::size_t start = 0; start < targets_.size(); ++start) {
    Nodes reached;
    std::vector<std::size_t> open{start};
    while (!open.empty() && !reached.contains(start)) {
      const auto at = open.back();
      open.pop_back();
      for (const auto next : targets_[at]) {
        if (reached.insert(next).second) open.push_back(next);
      }
    }
    if (reached.contains(start)) found.insert(start);
  }
  return found;
}

void Network::add_nodes(diagram::Structure& structure, const Nodes& own, const Nodes& elsewhere,
                        bool with_flows) const {
  for (std::size_t v = 0; v < model_.variables.size(); ++v) {
    if (!own.contains(v) && !elsewhere.contains(v)) continue;
    const auto& variable = model_.variables[v];
    diagram::Node node;
    node.name = variable.name;
    node.label = label_of(variable, with_flows);
    node.kind = kind_of(variable.kind);
    node.array = variable.size > 1;
    node.elsewhere = !own.contains(v);
    structure.nodes.push_back(std::move(node));
  }
}

// Elements of an array may flow from and to different stocks: each pair is a pipe, and from the
// second one on with a valve of its own.
void Network::add_flows(diagram::Structure& structure,
                        const std::vector<std::size_t>& node_of) const {
  struct Ends {
    std::optional<std::size_t> from, to;
    auto operator<=>(const Ends&) const = default;
  };
  std::map<std::uint32_t, Ends> by_element;
  const auto none = structure.nodes.size();
  for (const auto stock : model_.stocks) {
    const auto& element = model_.elements[stock.index];
    const auto node = node_of[element.variable.index];
    if (node == none) continue;
    for (const auto flow : element.inflows) by_element[flow.index].to = node;
    for (const auto flow : element.outflows) by_element[flow.index].from = node;
  }
  std::map<std::size_t, std::set<Ends>> pipes;
  for (const auto& [element, ends] : by_element) {
    const auto node = node_of[model_.elements[element].variable.index];
    if (node != none) pipes[node].insert(ends);
  }
  for (const auto& [node, all] : pipes) {
    auto valve = node;
    for (const auto& ends : all) {
      if (&ends != &*all.begin()) {
        valve = structure.nodes.size();
        structure.nodes.push_back(structure.nodes[node]);
      }
      structure.flows.push_back({valve, ends.from, ends.to});
    }
  }
}

diagram::Structure Network::structure(const Nodes& own, const Nodes& elsewhere,
                                      bool with_flows) const {
  diagram::Structure structure;
  add_nodes(structure, own, elsewhere, with_flows);
  std::vector<std::size_t> node_of(model_.variables.size(), structure.nodes.size());
  std::size_t next = 0;
  for (std::size_t v = 0; v < model_.variables.size(); ++v) {
    if (own.contains(v) || elsewhere.contains(v)) node_of[v] = next++;
  }
  const auto none = structure.nodes.size();
  for (const auto& edge : edges_) {
    const auto from = node_of[edge.from];
    const auto to = node_of[edge.to];
    if (from == none || to == none || (edge.is_flow && with_flows)) continue;
    // Between two that are both from elsewhere only what closes a loop is of interest.
    if (elsewhere.contains(edge.from) && elsewhere.contains(edge.to)) continue;
    // What flows in and out accumulates.
    structure.links.push_back({from, to, edge.polarity, edge.delayed || edge.is_flow});
  }
  if (with_flows) add_flows(structure, node_of);
  return structure;
}

}  // namespace slackwater::api
