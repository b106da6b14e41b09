#pragma once

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/program/program.hpp"
#include "slackwater/run/settings.hpp"

namespace slackwater::run {

/// What is wrong with these settings for this program.
base::Diagnostics check_settings(const program::Program& program, const Settings& settings);

}  // namespace slackwater::run
