#pragma once

#include <cstdint>
#include <string>

namespace slackwater::run::test {

/// The text of a model made by chance: stocks, flows, auxiliaries of every operator, switches in
/// time, lookups, memory and random functions. Its equations are kept tame (bounded) so that runs
/// reach their end; those of a wild one meet divisions by zero, logarithms of negative numbers,
/// overflow and broken checks.
std::string random_model(std::uint64_t seed, const std::string& method, bool wild = false);

}  // namespace slackwater::run::test
