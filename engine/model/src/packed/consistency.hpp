#pragma once

#include "slackwater/model/model.hpp"

namespace slackwater::model::packed {

/// Whether tables fit one another as lowering makes them: variables and their elements, points of
/// tables, lists of stocks, parameters and orders. Ids must be within their limits.
bool is_consistent(const Model& model);

}  // namespace slackwater::model::packed
