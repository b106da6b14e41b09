#pragma once

#include <vector>

#include "slackwater/model/model.hpp"

/// In which direction one variable moves another, read off the equations.
namespace slackwater::model {

/// What happens to the target when the source alone grows; `open` where the equations do not settle
/// it for every state.
enum class Polarity { open, plus, minus };

/// One declared variable acts on another while the model runs.
struct SignedLink {
  VariableId from;
  VariableId to;
  Polarity polarity = Polarity::open;
  bool delayed = false;  ///< only through a memory function: a delay, a smooth, a held value
};

/// What is known of a stock element: its values in a run, for instance.
struct StockRange {
  double low = 0;
  double high = 0;
};

/// All links between declared variables, in order of variables; what memory functions generated is
/// passed through.
///
/// A sign is shown when no state within bounds contradicts it: a parameter stays in its range, or,
/// without one, keeps the sign of its default; a stock that `ranges` shows at or above zero (at or
/// below one, when it is dimensionless) stays there. An array has one sign when all its elements
/// agree. Shapes: ranges (Model::stocks) or empty: then stocks may be anything.
///
/// Source: interval arithmetic, Moore 1966.
std::vector<SignedLink> signed_links(const Model& model,
                                     const std::vector<StockRange>& ranges = {});

}  // namespace slackwater::model
