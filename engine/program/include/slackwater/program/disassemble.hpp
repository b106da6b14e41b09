#pragma once

#include <string>

#include "slackwater/program/program.hpp"

namespace slackwater::program {

/// The program as text, one instruction a line: `t3 = multiply_add backlog, 0.5, k1`.
///
/// Slots that have a name in the model are called by it; k counts values kept from `start` and
/// `step`, t temporaries, r those in a rate's slot before the rate is there, u computed uniform
/// slots; constants stand as numbers.
std::string disassemble(const Program& program);

}  // namespace slackwater::program
