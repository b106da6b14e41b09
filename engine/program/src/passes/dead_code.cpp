#include "passes/passes.hpp"

namespace slackwater::program {

Graph drop_dead_code(const Graph& graph) {
  std::vector<bool> needed(graph.values.size());
  for (const Root& root : graph.roots) {
    needed[root.value.index] = true;
    if (root.condition.valid()) needed[root.condition.index] = true;
  }
  for (std::size_t i = graph.values.size(); i-- > 0;) {
    if (!needed[i]) continue;
    const Value& value = graph.values[i];
    for (int k = 0; k < value.operand_count(); ++k) needed[value.operands[k].index] = true;
  }
  return rewrite(graph, [&](ValueId old, const Value& value, Graph& next) {
    return needed[old.index] ? next.add(value) : ValueId();
  });
}

}  // namespace slackwater::program
