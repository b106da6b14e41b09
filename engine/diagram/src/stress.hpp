#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "geometry.hpp"

namespace slackwater::diagram {

/// Wanted distances on paper: of two nodes, the number of links between them, whatever their
/// direction, with room for the labels of crowded pictures.
std::vector<std::vector<double>> link_distances(
    std::size_t count, const std::vector<std::pair<std::size_t, std::size_t>>& links);

/// Points whose distances come close to the wanted ones: of several starts the best.
///
/// Source: Gansner, Koren and North, Graph Drawing by Stress Majorization, 2004 (the local update).
std::vector<Point> least_stress(const std::vector<std::vector<double>>& distances);

}  // namespace slackwater::diagram
