#pragma once

#include <cstddef>
#include <vector>

/// Loops That Matter: which feedback loop moves a system, and when.
///
/// Source: Schoenberg, Davidsen and Eberlein, Understanding model behavior using the Loops that
/// Matter method, System Dynamics Review 36(2), 2020; the search for strong loops: Eberlein and
/// Schoenberg, Finding the Loops that Matter, 2020.
namespace slackwater::analysis {

/// The score of a link x -> z: the share of the change of z that x makes, with the sign of its
/// effect. `partial` is the change of z when x alone changes; 0 where x, z or the partial change
/// stands still.
double link_score(double partial, double change_of_target, double change_of_source);

/// The score of a flow in a stock: its change over the change of the net flow, `direction` +1 for
/// an inflow and -1 for an outflow.
double flow_score(double change_of_flow, double change_of_net, double direction);

/// One link of a graph with its score at one instant.
struct ScoredLink {
  std::size_t from = 0;
  std::size_t to = 0;
  double score = 0;
};

/// Loops that a search along the strongest links finds from each of the given nodes; not always
/// all. A loop begins at its smallest node and occurs once.
///
/// `most_steps` bounds the work; when it is spent, the loops found until then are returned.
std::vector<std::vector<std::size_t>> strongest_loops(std::size_t nodes,
                                                      const std::vector<ScoredLink>& links,
                                                      const std::vector<std::size_t>& from,
                                                      std::size_t most_steps);

/// Scores of loops as shares of the sum of all their sizes within each group; 0 where all are 0.
///
/// Shapes: scores and groups are (loop,).
std::vector<double> relative_scores(const std::vector<double>& scores,
                                    const std::vector<std::size_t>& groups);

}  // namespace slackwater::analysis
