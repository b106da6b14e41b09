#pragma once

#include <vector>

#include "slackwater/diagram/structure.hpp"

namespace slackwater::diagram {

/// Stocks that flows connect, in the order of a row, and their flows.
struct ChainOrder {
  std::vector<std::size_t> stocks;  ///< nodes
  std::vector<std::size_t> flows;   ///< places in Structure::flows
};

/// Every stock once; of the orders of a chain one in which most flows lead to the next stock.
std::vector<ChainOrder> chain_orders(const Structure& structure);

}  // namespace slackwater::diagram
