#pragma once

#include <vector>

#include "chains.hpp"

namespace slackwater::diagram {

/// Moves the chains into rows, those that act on each other close together, with room between the
/// rows for `room` square pixels of other labels.
void arrange(std::vector<Chain>& chains, const Structure& structure, Scene& scene, double room);

}  // namespace slackwater::diagram
