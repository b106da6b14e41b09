#include "sobol_directions.hpp"

#include <boost/random/sobol.hpp>

namespace slackwater::ensemble {

std::size_t sobol_most_columns() { return boost::random::default_sobol_table::max_dimension; }

// Boost keeps its direction numbers to itself, but point n of the sequence is their exclusive or
// over the bits of the Gray code of n, and the Gray code of 2^(k+1) - 1 has the one bit k. Boost
// leaves out point 0, so it is number 2^(k+1) - 2 there.
std::vector<std::uint64_t> sobol_directions(std::size_t columns) {
  std::vector<std::uint64_t> directions(columns * kSobolBits);
  boost::random::sobol_engine<std::uint64_t, kSobolBits> engine(columns);
  for (std::size_t bit = 0; bit + 1 < kSobolBits; ++bit) {
    engine.seed((std::uint64_t{2} << bit) - 2);
    for (std::size_t column = 0; column < columns; ++column) {
      directions[column * kSobolBits + bit] = engine();
    }
  }
  return directions;
}

}  // namespace slackwater::ensemble
