#pragma once

#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::report {

/// How a claim's verdict is said: a sign, words, and whether that is good.
struct ClaimMark {
  std::string sign;
  std::string words;
  bool good = false;
};
ClaimMark claim_mark(const results::Claim& claim);

/// "4 of 5 claims hold", and how many of the others are declared fragile and so do not count as
/// failures.
std::string claim_count_text(const std::vector<results::Claim>& claims);

/// A share as a whole percentage; less than all never reads as all, more than none never as none.
std::string percent_text(double share);

}  // namespace slackwater::report
