#pragma once

#include "columns.hpp"

/// The expressions of a model as columns; alike for Writer and Reader.
///
/// Trees are written one after the other, operands first: so an operand is told by its distance
/// from where it would stand if nothing stood between, which is nearly always 0.
namespace slackwater::model::packed {

template <class Stream>
void operands(Stream& stream, std::vector<Node>& nodes) {
  std::vector<std::uint32_t> starts(nodes.size());  // the first node of the tree under a node
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    auto start = i;
    for (auto k = static_cast<std::size_t>(operand_count(nodes[i].op)); k-- > 0;) {
      auto& operand = nodes[i].operands[k].index;
      stream.near(operand, static_cast<std::int64_t>(start) - 1, i);
      if (!stream.fine()) return;
      start = starts[operand];
    }
    starts[i] = start;
  }
}

template <class Stream>
void indices(Stream& stream, std::vector<Node>& nodes) {
  std::array<std::int64_t, kTables> expected{};
  for (auto& node : nodes) {
    const auto table = table_of(node.op);
    if (!table) continue;
    auto& last = expected[static_cast<std::size_t>(*table)];
    stream.near(node.index, last, stream.limit(*table));
    last = node.index;
  }
}

// A node reaches from its first operand to its last; a leaf stands behind the one before it.
template <class Stream>
void spans(Stream& stream, std::vector<Node>& nodes) {
  std::uint32_t end = 0;
  for (auto& node : nodes) {
    const auto count = static_cast<std::size_t>(operand_count(node.op));
    auto& span = node.span;
    offset(stream, span.begin, count == 0 ? end : nodes[node.operands[0].index].span.begin);
    offset(stream, span.end,
           count == 0 ? span.begin : nodes[node.operands[count - 1].index].span.end);
    end = span.end;
  }
}

template <class Stream, class AnyPool>
void expressions(Stream& stream, AnyPool& pool) {
  auto nodes = stream.listed(pool);
  stream.begin(nodes, Table::nodes, 3);
  choices(stream, nodes, &Node::op, Operator::random_poisson);
  operands(stream, nodes);
  if (!stream.fine()) return;
  for (auto& node : nodes) {
    if (node.op == Operator::constant) stream.real(node.number);
  }
  indices(stream, nodes);
  spans(stream, nodes);
  stream.keep(pool, nodes);
}

}  // namespace slackwater::model::packed
