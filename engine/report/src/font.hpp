#pragma once

#include "slackwater/diagram/font.hpp"

namespace slackwater::report {

using diagram::code_points;
using diagram::shortened;
using diagram::text_width;
using diagram::wrapped;

}  // namespace slackwater::report
