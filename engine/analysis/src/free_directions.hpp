#pragma once

#include <vector>

#include "linearization.hpp"

namespace slackwater::analysis {

/// In which directions a rest state is not isolated; the fields of Equilibrium with these names.
struct FreeDirections {
  std::vector<std::vector<double>> totals;
  std::vector<std::size_t> undetermined;
};

/// Tells kept totals from directions in which the state depends on the way there.
///
/// `most` is the number of eigenvalues that are 0. What a total weighs is in the left null space of
/// the Jacobian; it counts as kept when the flows leave it alone away from the rest, too: at the
/// start, half-way, and where every stock is moved, those at 0 as well. Where the model has no
/// value in most of these states, all directions are undetermined.
FreeDirections free_directions(const System& system, const Linearization& rest, int most);

}  // namespace slackwater::analysis
