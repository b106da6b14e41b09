#pragma once

#include <string>
#include <string_view>

#include "slackwater/results/quantile_sketch.hpp"

namespace slackwater::results {

/// A sketch as bytes, few of them: integers take 7 bits per byte, the lowest first, the high bit
/// set while more follow (LEB128).
///
/// In this order: precision + 4; how many values are NaN, zero, -infinite, +infinite; the lowest
/// and the highest finite value (8 bytes each, little-endian); the number of bins; for each bin its
/// key less the one before; for each bin its count.
void append_sketch(std::string& bytes, const QuantileSketch& sketch);

/// Takes a sketch from the front of `bytes`. Throws: std::runtime_error when it is none.
QuantileSketch take_sketch(std::string_view& bytes);

}  // namespace slackwater::results
