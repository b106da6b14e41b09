#pragma once

#include <vector>

#include "slackwater/model/expression.hpp"

namespace slackwater::program {

/// Appends the nodes of a tree, operands before the nodes that use them, from left to right; no
/// recursion.
inline void append_postorder(const model::ExpressionPool& pool, model::ExprId root,
                             std::vector<model::ExprId>& nodes) {
  const std::size_t first = nodes.size();
  std::vector<model::ExprId> open{root};
  while (!open.empty()) {  // root, right, left; reversed below
    const model::ExprId id = open.back();
    open.pop_back();
    nodes.push_back(id);
    const model::Node& node = pool[id];
    for (int k = 0; k < model::operand_count(node.op); ++k) open.push_back(node.operands[k]);
  }
  for (std::size_t i = first, j = nodes.size(); i + 1 < j; ++i) std::swap(nodes[i], nodes[--j]);
}

}  // namespace slackwater::program
