#pragma once

#include <vector>

#include "scene.hpp"

namespace slackwater::diagram {

/// Stocks that flows connect, in one row with their valves, pipes and clouds.
struct Chain {
  std::vector<std::size_t> items;  ///< places in the scene
  std::vector<std::size_t> clouds;
  std::vector<std::size_t> pipes;
  Box box;

  void move(Scene& scene, Point by);
};

/// Puts every stock that has flows, and these, into the scene as chains, each around the origin.
///
/// Between two neighbours of a row every flow has a line of its own; flows that skip a stock or go
/// back run below the row.
std::vector<Chain> lay_out_chains(const Structure& structure, Scene& scene);

}  // namespace slackwater::diagram
