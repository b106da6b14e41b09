#pragma once

#include <string>

#include "scenario_implementation.hpp"
#include "slackwater/base/result.hpp"

namespace slackwater::api {

/// The policy or future of that label; E9014 with the closest label when there is none.
base::Result<std::size_t> policy_named(const Scenario::Implementation& scenario,
                                       const std::string& label);
base::Result<std::size_t> future_named(const Scenario::Implementation& scenario,
                                       const std::string& label);

}  // namespace slackwater::api
