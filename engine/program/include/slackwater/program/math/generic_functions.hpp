#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "slackwater/program/math/log_table.hpp"
#include "slackwater/program/math/slow_paths.hpp"
#include "slackwater/program/math/vector_policy.hpp"

/// Gathers all function templates for use with ScalarPolicy: generic::exp<ScalarPolicy>(x).
///
/// The family files (exp.hpp, log.hpp, ...) hold text that is included once here and once more per
/// instruction set by highway_functions.hpp, each time inside another namespace, because a SIMD
/// function must be compiled under the target it is for. Prefer scalar_functions.hpp where a plain
/// `double exp(double)` is all that is needed.

#define SLACKWATER_MATH_PASS
namespace slackwater::program::math::generic {
#include "slackwater/program/math/all_families.hpp"
}  // namespace slackwater::program::math::generic
#undef SLACKWATER_MATH_PASS
