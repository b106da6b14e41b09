#pragma once

#include <utility>
#include <vector>

#include "scene.hpp"

namespace slackwater::diagram {

/// What the search for places minimises.
struct Placement {
  Box domain;                                              ///< where items may lie
  std::vector<std::pair<std::size_t, std::size_t>> links;  ///< between items
  /// Wanted distances between all pairs, for a picture without fixed items; empty: links are short.
  std::vector<std::vector<double>> distances;
};

/// Finds places for the items that are not fixed: no overlaps, short links, few links through
/// others or across each other, judged by straight lines.
///
/// Source: threshold accepting, Dueck and Scheuer, J. Comput. Phys. 90, 1990.
void place_items(Scene& scene, const Structure& structure, const Placement& problem);

/// Shrinks strips without any box to `gap`, across and down.
void compact(Scene& scene, double gap_x, double gap_y);

}  // namespace slackwater::diagram
