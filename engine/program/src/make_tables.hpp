#pragma once

#include "slackwater/model/model.hpp"
#include "slackwater/program/tables.hpp"

namespace slackwater::program {

Lookup make_lookup(const model::Lookup& lookup);
Series make_series(const model::Series& series);

/// Whether finite arguments always give finite values: held within its points, which are far from
/// overflow.
bool is_bounded(const Lookup& lookup);

}  // namespace slackwater::program
