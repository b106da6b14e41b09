#pragma once

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::model {

/// Fills `evaluation_order` and `initial_order`; each knot of equations that need each other is an
/// error.
///
/// Guarantees: deterministic: of all elements that could come next, the one declared first does.
void order_elements(Model& model, base::Diagnostics& diagnostics);

}  // namespace slackwater::model
