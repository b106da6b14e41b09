#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "slackwater/base/id.hpp"
#include "slackwater/base/result.hpp"
#include "slackwater/program/failure.hpp"

namespace slackwater::model {
struct Model;
struct ElementTag;
}  // namespace slackwater::model

/// The reference interpreter: what a model means, one run at a time, as plainly as it can be said.
///
/// Equations are evaluated by program::Meaning. Every faster path must agree with this one bit for
/// bit.
namespace slackwater::reference {

using ElementId = base::Id<model::ElementTag>;

/// One run. The span, steps and method are the model's own (model::Model::time).
struct Input {
  std::vector<double>
      parameters;  ///< in the order of model::Model::parameters; empty: the model's own values
  std::vector<double>
      starts;              ///< one per stock: NaN or a value instead of the model's; empty: none
  std::uint64_t seed = 0;  ///< of the random draws, with `sample`
  std::uint64_t sample = 0;
  std::vector<ElementId> outputs;  ///< what to save, in this order
  bool checks = true;              ///< test the model's invariants at every save point
  /// Called after every step with the steps done; false ends the run there. May be empty.
  std::function<bool(std::uint64_t steps)> go_on = {};
};

struct Output {
  std::vector<double> times;                ///< the save points that were reached
  std::vector<std::vector<double>> series;  ///< of every output: its value at these times
  /// Why the run ended early; there are no values from the failing step on.
  std::optional<program::Failure> failure;
  bool interrupted = false;  ///< Input::go_on ended the run
};

/// Simulates with euler, rk2, rk4 or discrete steps; adaptive methods have no reference (error
/// E0901).
base::Result<Output> run(const model::Model& model, const Input& input);

}  // namespace slackwater::reference
