#pragma once

#include <cstddef>
#include <vector>

namespace slackwater::model {

/// A directed graph over 0 .. n-1 as lists of successors.
using Graph = std::vector<std::vector<std::size_t>>;

/// Strongly connected components that hold a cycle: two nodes or more, or one that points to
/// itself.
///
/// Guarantees: nodes ascend inside a component, components ascend by their first node; no
/// recursion.
std::vector<std::vector<std::size_t>> cyclic_components(const Graph& graph);

/// The shortest cycle inside a component, as nodes in order, starting at its smallest node.
///
/// Of equally short ones the first by smallest node. In a component of thousands the search is cut
/// short: the cycle is then the shortest one through its first nodes.
std::vector<std::size_t> shortest_cycle(const Graph& graph,
                                        const std::vector<std::size_t>& component);

}  // namespace slackwater::model
