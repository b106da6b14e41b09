#pragma once

#include "graph.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/program/compile.hpp"

namespace slackwater::program {

/// Lays out the register files and translates every equation into a graph, nothing shared and
/// nothing left out.
///
/// Fills the tables and regions of `program` (not its sections, nor the operands that the tables
/// read).
Graph build(const model::Model& model, const CompileOptions& options, Program& program);

}  // namespace slackwater::program
