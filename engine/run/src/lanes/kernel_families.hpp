#pragma once

#include "lanes/kernel.hpp"

namespace slackwater::run {

const Kernel& scalar_kernel(std::size_t lanes);

// Null where the set is not built; the caller asks for no set that the machine lacks.
const Kernel* kernel_1_of(InstructionSet set);
const Kernel* kernel_2_of(InstructionSet set);
const Kernel* kernel_4_of(InstructionSet set);
const Kernel* kernel_16_of(InstructionSet set);
const Kernel* kernel_32_of(InstructionSet set);
const Kernel* kernel_any_of(InstructionSet set);

}  // namespace slackwater::run
