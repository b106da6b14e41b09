#pragma once

#include <cstdint>
#include <set>

#include "slackwater/program/program.hpp"

namespace slackwater::run::wasm {

/// The lane slots that somebody reads after the section that wrote them: the engine, or a section
/// before it writes them itself. What only the section reads that wrote it can stay in a local.
std::set<std::uint32_t> read_later(const program::Program& program);

}  // namespace slackwater::run::wasm
