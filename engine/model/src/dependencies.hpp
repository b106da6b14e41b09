#pragma once

#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::model {

/// One element that an equation needs, and where its text says so.
struct Need {
  ElementId element;
  base::Place place;
};

/// Which of the values that an expression uses count.
enum class Instant {
  running,  ///< at a step: held values, pipelines and `initial(...)` are already there
  start     ///< at the start of the run: they are what their own initial expressions give
};

/// All elements that an expression uses at that instant, in the order of the tree; may hold one
/// twice.
std::vector<Need> needs_of(const Model& model, ExprId expression, const base::SourcePtr& source,
                           Instant instant);

/// Whether the value is known before any equation is evaluated: stocks and parameters, except at
/// the start.
bool known_beforehand(const Model& model, ElementId element, Instant instant);

}  // namespace slackwater::model
