#pragma once

#include <vector>

#include "slackwater/base/id.hpp"
#include "slackwater/base/result.hpp"
#include "slackwater/program/program.hpp"

namespace slackwater::model {
struct Model;
struct ElementTag;
}  // namespace slackwater::model

namespace slackwater::program {

using ElementId = base::Id<model::ElementTag>;

/// Which passes to run. None of them changes a bit of any result, so switches are for tests and for
/// measuring.
struct Passes {
  bool fold = true;   ///< compute what depends on constants only
  bool share = true;  ///< compute equal expressions once
  bool hoist =
      true;  ///< once per run, once per step, or once for all lanes, instead of at every stage
  bool dead_code = true;  ///< drop what nothing needs
  bool fuse = true;  ///< two operations in one instruction; operands that are the same in all lanes
  bool invert = true;  ///< list the divisors that a run never changes: Program::fixed_divisors
  bool order = true;   ///< put other work between what waits for each other or for the divider
  bool reuse = true;   ///< let values share slots when they are not alive at the same time

  static Passes none() { return {false, false, false, false, false, false, false, false}; }
};

struct CompileOptions {
  std::vector<ElementId> outputs;  ///< what a run hands out, in this order
  bool checks = true;              ///< evaluate the model's invariants
  /// Whether all lanes are at the same time; off for adaptive methods: `time` and `decide` are lane
  /// slots then.
  bool uniform_time = true;
  Passes passes;
};

/// Compiles a model; its time settings play no part.
base::Result<Program> compile(const model::Model& model, const CompileOptions& options = {});

}  // namespace slackwater::program
