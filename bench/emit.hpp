#pragma once

#include <string>

#include "slackwater/base/result.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::bench {

/// Writes a model out as C++: the whole derivative as straight-line code in one function.
///
/// The code is a template over a machine M (machines.hpp) that says what a number is: one double
/// for the plain baseline, one SIMD vector for the limit. It starts from the folded, shared and
/// hoisted program, so that all contestants compute the same operations; slots become local
/// variables, and guards are left out. Refuses models with draws or delay_fixed, which the
/// baselines do not have.
base::Result<std::string> emit_cpp(const model::Model& model);

}  // namespace slackwater::bench
