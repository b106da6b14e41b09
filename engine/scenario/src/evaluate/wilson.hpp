#pragma once

#include <cstddef>

namespace slackwater::scenario {

struct Interval {
  double low = 0;
  double high = 1;
};

/// The 95 % score interval of a share, `successes` of `trials`. Source: Wilson (1927), JASA
/// 22:209-212.
Interval wilson_interval(std::size_t successes, std::size_t trials);

}  // namespace slackwater::scenario
