#pragma once

#include <string>

#include "slackwater/results/comparison.hpp"

namespace slackwater::report {

/// How a claim's verdict is said: a sign, words, and whether that is good.
struct ClaimMark {
  std::string sign;
  std::string words;
  bool good = false;
};
ClaimMark claim_mark(const results::Claim& claim);

/// A share as a whole percentage; less than all never reads as all, more than none never as none.
std::string percent_text(double share);

}  // namespace slackwater::report
