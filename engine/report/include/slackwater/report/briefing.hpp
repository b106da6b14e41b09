#pragma once

#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::report {

/// One variable on the way from an indicator to what moved it.
struct WhyStep {
  std::string variable;  ///< as in the model
  std::string unit;
  double value = 0;    ///< under the policy, at the chain's time
  double against = 0;  ///< under the other one
  std::string better;  ///< "up", "down" or empty
  bool lever = false;  ///< a policy or future sets it
};

/// A causal chain: the indicator first, then at each step the cause that moved the one before most.
struct WhyChain {
  std::string policy;
  std::string against;
  std::string future;
  double time = 0;
  std::vector<WhyStep> steps;
};

/// What section five would like to know: why an indicator differs between two policies.
struct WhyQuestion {
  std::string indicator;
  std::string policy;
  std::string against;
  std::string future;
  double time = 0;
};

/// The questions that a briefing of this comparison asks: about the answer's indicator at the end,
/// the policy that ends best and, when it is worse than the baseline, the one that ends worst.
std::vector<WhyQuestion> why_questions(const results::Comparison& comparison);

struct BriefingOptions {
  /// At most so many charts; 0: six.
  std::size_t charts = 0;
  /// At most so many indicators have rows in the table.
  std::size_t rows = 6;
  /// Times of the indicator table; empty: one or two on the way and the end.
  std::vector<double> times;
  /// Why the policies differ, strongest first; may be empty.
  std::vector<WhyChain> why;
  /// Why there are no chains, as a clause ("a run ended early"); may be empty.
  std::string why_missing;
  /// A diagram of what the chains run through, as one `<svg>` element; may be empty.
  std::string diagram_svg;
};

/// A comparison as one HTML page that leaders can read, print (three pages of A4) and send.
///
/// Everything is inside: no script, no network, no font to load. Of more than six policies, charts
/// and tables show the baseline and five others from the best to the worst; of more than two
/// futures, those under which the baseline fares most differently; the answer has all of them.
/// Every number in it comes from the comparison; the cells carry `data-` attributes with the number
/// in full, its variable or metric, policy, future and time, so that a test or a reader can compare
/// them with results.h5. Guarantees: the same comparison gives the same text; every text of the
/// user is escaped.
std::string briefing(const results::Comparison& comparison, const BriefingOptions& options = {});

}  // namespace slackwater::report
