#pragma once

#include <random>

#include "support/ir_model.hpp"

namespace slackwater::program::test {

/// A model made up at random from `seed`: every operator, every kind of value between steps,
/// lookups, series, draws.
///
/// Wild models often divide by zero or overflow; tame ones mostly reach their end.
IrModel random_model(std::uint32_t seed, bool wild);

}  // namespace slackwater::program::test
