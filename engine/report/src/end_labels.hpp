#pragma once

#include <vector>

namespace slackwater::report {

/// Moves labels apart along one axis: as little as possible, in their order, inside [low, high].
///
/// `wanted` are the centres that the labels would like, `heights` their sizes. Minimises the sum of
/// squared moves (isotonic regression: neighbours that collide are pooled). When they do not fit
/// together they are spread evenly from `low` on. Shapes: all (label,).
std::vector<double> spread_labels(const std::vector<double>& wanted,
                                  const std::vector<double>& heights, double low, double high);

}  // namespace slackwater::report
