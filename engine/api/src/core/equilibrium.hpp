#pragma once

#include <string>

#include "core/rest.hpp"
#include "slackwater/api/equilibrium.hpp"

namespace slackwater::api {

/// The rest state of a run with everything that readers ask about; warnings point at `place`.
base::Result<Equilibrium> rest_of(const PlannedRun& run, const model::TimeSettings& time,
                                  const base::Place& place, std::string of);

/// Says that a rest state is not stable (W9002) or does not last (W9004).
base::Diagnostics rest_warnings(const StandingRun& run, const analysis::Equilibrium& rest,
                                const model::TimeSettings& time, const base::Place& place);

/// The rest with what was said before it was found.
base::Result<Equilibrium> with_diagnostics(base::Diagnostics before,
                                           base::Result<Equilibrium> rest);

}  // namespace slackwater::api
