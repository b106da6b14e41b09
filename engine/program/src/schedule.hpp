#pragma once

#include "code.hpp"
#include "graph.hpp"

namespace slackwater::program {

/// Writes the values of a graph down as code: every value in the sections that need it, in the
/// order of the source.
///
/// A value of a stage belongs to `derivative` if a rate needs it, else to `save`, else to `checks`;
/// `update` computes for itself what `derivative` does not. Guards stand right behind what they
/// look at. Every operand in a uniform slot of an operation over lanes is brought into a lane slot
/// first; `fuse` takes most of that back.
Code schedule(const Graph& graph, Program& program);

}  // namespace slackwater::program
