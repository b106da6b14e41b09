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

/// The picture of a causal chain: its nodes in a row from left to right in their order, wrapped to
/// a second row where they would be too wide for a page; links between others than neighbours bend
/// around what lies between. It has no title.
///
/// Guarantees: those of `svg`; at most 970 pixels wide, which A4 shows with letters of six points.
std::string chain_svg(const Structure& structure);

}  // namespace slackwater::diagram
