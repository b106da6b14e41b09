#pragma once

#include "pieces.hpp"

namespace slackwater::language {

/// The pieces of one declaration in canonical order, without its comments.
std::vector<Piece> declaration_pieces(const Declaration& declaration);

}  // namespace slackwater::language
