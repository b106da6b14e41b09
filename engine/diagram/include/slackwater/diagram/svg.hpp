#pragma once

#include <string>

#include "slackwater/diagram/structure.hpp"

namespace slackwater::diagram {

enum class Kind { stock_flow, causal_loop };

/// The picture of a structure as one SVG element with nothing outside itself.
///
/// Stock and flow: chains of stocks lie in rows, everything else finds a place near what it acts
/// on. Causal loop: distances on paper follow distances along the links. Every link is one arc
/// whose bend is chosen by counting what it would hit; a link that would hit something anyway
/// starts at a grey copy of its source instead (stock and flow only).
///
/// Guarantees: the same structure gives the same bytes; only +, -, *, / and sqrt decide.
std::string svg(const Structure& structure, Kind kind);

}  // namespace slackwater::diagram
