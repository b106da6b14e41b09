#pragma once

#include <cstdint>
#include <vector>

namespace slackwater::ensemble {

constexpr std::size_t kSobolBits = 64;
/// As many columns as Boost's table has direction numbers for.
std::size_t sobol_most_columns();

/// Direction numbers of the Sobol' sequence. Shapes: (column, bit), kSobolBits per column.
std::vector<std::uint64_t> sobol_directions(std::size_t columns);

}  // namespace slackwater::ensemble
