#pragma once

#include <optional>

#include "slackwater/model/model.hpp"
#include "slackwater/program/compile.hpp"
#include "slackwater/program/explain.hpp"
#include "slackwater/program/program.hpp"
#include "slackwater/reference/reference.hpp"

namespace slackwater::program::test {

/// Executes a compiled program for a single run, one instruction after the other, as Program's
/// comment says.
reference::Output run_one_lane(const Program& program, const model::TimeSettings& time,
                               const reference::Input& input);

/// Where two runs differ in a bit, their failures included; empty when they do not.
std::string difference(const reference::Output& expected, const reference::Output& actual);

/// The passes that the bits of `mask` switch on, and their names.
Passes passes_of(unsigned mask);
std::string name(const Passes& passes);
inline constexpr unsigned kPassMasks = 128;

}  // namespace slackwater::program::test
