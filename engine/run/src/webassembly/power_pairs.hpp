#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "slackwater/program/program.hpp"

namespace slackwater::run::wasm {

/// Which powers of a section can be computed two at a time: the first of each pair, and the second,
/// whose operands are known where the first stands.
std::map<std::size_t, std::size_t> power_pairs(const std::vector<program::Instruction>& lanes);

}  // namespace slackwater::run::wasm
