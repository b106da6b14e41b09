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

/// "4 of 5 claims hold".
std::string claim_count_text(const std::vector<results::Claim>& claims);

/// "a run failed in 9 of them, which counts as not holding": of the samples; "" when none did.
std::string failed_samples_text(const results::Claim& claim);
/// "share not tested (asked for: 90 %)"; "" when it was, or nobody asked.
std::string untested_share_text(const results::Claim& claim);

/// A share as a whole percentage; less than all never reads as all, more than none never as none.
std::string percent_text(double share);

}  // namespace slackwater::report
