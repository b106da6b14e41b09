#pragma once

#include "slackwater/diagram/markup.hpp"

namespace slackwater::report {

using diagram::escaped;

}  // namespace slackwater::report
