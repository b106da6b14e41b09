#include "claim_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slackwater::report {

ClaimMark claim_mark(const results::Claim& claim) {
  switch (claim.verdict) {
    case results::Verdict::holds:
      if (claim.passed) return {"\u2713", "holds", true};
      return {"\u2717", "holds too rarely", false};
    case results::Verdict::fails:
      return {"\u2717", "does not hold", false};
    case results::Verdict::vacuous:
      return {"\u2205", "says nothing", false};
    case results::Verdict::not_testable:
      break;
  }
  return {"\u2717", "not testable", false};
}

std::string claim_count_text(const std::vector<results::Claim>& claims) {
  const auto good =
      std::ranges::count_if(claims, [](const auto& claim) { return claim_mark(claim).good; });
  return fmt::format("{} of {} claims hold", good, claims.size());
}

std::string failed_samples_text(const results::Claim& claim) {
  if (claim.samples_failed_runs == 0) return "";
  return fmt::format("a run failed in {} of them, which counts as not holding",
                     claim.samples_failed_runs);
}

std::string untested_share_text(const results::Claim& claim) {
  if (!claim.required_share || claim.share) return "";
  return fmt::format("share not tested (asked for: {})", percent_text(*claim.required_share));
}

std::string percent_text(double share) {
  const double value = share * 100;
  if (value > 99 && value < 100) return "over 99\u00a0%";
  if (value > 0 && value < 1) return "under 1\u00a0%";
  return fmt::format("{:.0f}\u00a0%", value);
}

}  // namespace slackwater::report
