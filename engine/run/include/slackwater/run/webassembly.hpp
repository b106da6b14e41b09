#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "slackwater/program/operations.hpp"

namespace slackwater::program {
struct Program;
}

/// A program as WebAssembly: what a browser can compile into machine code while it runs.
namespace slackwater::run {

struct Context;

/// A WebAssembly module with one function for every section that is not empty, named as in
/// SectionCode, of one lane.
///
/// Shapes: every function takes the lane file, the uniform file and the context as 32-bit
/// addresses. Imports, all from "engine": "memory", and as they are needed "math_<operation>" (one
/// to three doubles to one), "table_lookup" and "table_series" (context, table, then doubles),
/// "draw" (context, operation, stream, two doubles), "power_pair" and "power_four" (so many times
/// base and exponent, and where all powers but the first go; that is the result). Guarantees: the
/// same operations on the same numbers as in the lane engine, none fused: the same bits. It is for
/// the engine that wrote it: where that keeps scratch numbers in its context is written into it.
/// Source: WebAssembly Core Specification 1.0, chapter 5 (binary format).
std::vector<std::uint8_t> webassembly(const program::Program& program);

/// What the module imports: the same functions that the lane engine executes.
double table_lookup(const Context* context, std::uint32_t table, double x);
double table_series(const Context* context, std::uint32_t table, double time, double decide);
double draw(const Context* context, program::Operation operation, std::uint32_t stream, double a,
            double b);

}  // namespace slackwater::run
