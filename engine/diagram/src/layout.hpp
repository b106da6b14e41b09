#pragma once

#include "scene.hpp"
#include "slackwater/diagram/structure.hpp"

namespace slackwater::diagram {

/// Places for everything in a stock-and-flow diagram.
Scene lay_out_stock_flow(const Structure& structure);

/// Places for everything in a causal loop diagram.
Scene lay_out_causal_loop(const Structure& structure);

/// Places for everything in a causal chain, its first node at the left.
Scene lay_out_chain(const Structure& structure);

}  // namespace slackwater::diagram
