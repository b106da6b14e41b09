#pragma once

#include <string>

#include "slackwater/model/model.hpp"

namespace slackwater::bench {

/// Writes a model out as C++: the whole derivative as straight-line code in one function, twice.
///
/// `GeneratedPlain` computes the equations as they stand, constants folded, like a code generator
/// for modellers; `Generated` starts from the shared and hoisted program, so that it computes the
/// same operations as the lane engine. Both are templates over a machine M (machines.hpp) that says
/// what a number is: one double, or one SIMD vector. Slots become local variables; guards are left
/// out.
std::string emit_cpp(const model::Model& model);

/// Why a model cannot be written out: the baselines have no draws, no delay_fixed, and of the
/// methods euler and rk4. Empty when it can.
std::string why_not(const model::Model& model);

}  // namespace slackwater::bench
