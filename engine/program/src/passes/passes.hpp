#pragma once

#include "code.hpp"
#include "graph.hpp"

/// The passes, each in a file of its own; none changes a bit of any value that is needed.
namespace slackwater::program {

/// Computes what depends on constants only, if it is finite, and drops operations that cannot
/// change their operand.
Graph fold(const Graph& graph, const Program& program);

/// Moves every value to where it changes least often: once per run, once per step, once for all
/// lanes.
void hoist(Graph& graph);

/// Keeps equal values once.
Graph share(const Graph& graph);

/// Drops values that no root needs.
Graph drop_dead_code(const Graph& graph);

/// Joins operations that feed only each other into pairs, and reads uniform operands in place.
void fuse(Code& code);

/// Lets values that the run reads from a place of their own be computed there, instead of copied.
void write_in_place(Code& code);

/// Lists the divisors that stay the same for a whole run.
void invert(Code& code, const Program& program);

/// Puts instructions that do not need each other between those that do, and between divisions.
void order(Code& code);

/// Gives every virtual slot a lane slot; with `reuse`, values that are not alive together share
/// one.
void assign_slots(Code& code, Program& program, bool reuse);

}  // namespace slackwater::program
