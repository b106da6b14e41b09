#pragma once

#include <cstdint>
#include <string>

namespace slackwater::run::test {

/// The text of a model made by chance: stocks, flows, auxiliaries of every operator, switches in time, lookups,
/// memory and random functions. Its equations are kept tame (bounded) so that most runs reach their end; some do not.
std::string random_model(std::uint64_t seed, const std::string& method);

}  // namespace slackwater::run::test
