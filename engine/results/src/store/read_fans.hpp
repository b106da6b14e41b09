#pragma once

#include <H5Cpp.h>

#include <vector>

#include "slackwater/results/fan.hpp"

namespace slackwater::results {

/// Reads the group `fans` of a results file. Throws: H5::Exception, std::runtime_error.
std::vector<FanChart> read_fan_charts(const H5::Group& root);

}  // namespace slackwater::results
