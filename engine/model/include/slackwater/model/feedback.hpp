#pragma once

#include <cstddef>
#include <vector>

#include "slackwater/model/model.hpp"

/// The feedback structure of a model: which variable acts on which, and where that closes loops.
namespace slackwater::model {

/// One variable acts on another while the model runs; start values are no links.
struct Link {
  VariableId from;
  VariableId to;

  friend auto operator<=>(const Link&, const Link&) = default;
};

/// Variables in the direction of their effect; the last acts on the first.
struct FeedbackLoop {
  std::vector<VariableId> variables;
};

struct FeedbackStructure {
  std::vector<Link> links;                          ///< each once, in order of variables
  std::vector<std::vector<VariableId>> components;  ///< variables that all act on each other
  std::vector<FeedbackLoop> loops;                  ///< shortest first
  bool complete = true;                             ///< false: there are more loops than the budget
};

/// Links, components and up to `most_loops` loops of a model.
///
/// A memory function's generated stocks and flows take part like any other variable. Guarantees:
/// the same model gives the same result; the time is bounded by the budget. Source: Johnson, SIAM
/// J. Comput. 4(1), 1975, for the enumeration.
FeedbackStructure feedback_structure(const Model& model, std::size_t most_loops = 1000);

}  // namespace slackwater::model
