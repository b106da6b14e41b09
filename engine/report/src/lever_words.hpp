#pragma once

#include <string>
#include <string_view>

#include "slackwater/report/number_text.hpp"

namespace slackwater::report {

/// A lever's value as people read it: "0 week: 0.70, 104 week: 0.9" is "0.7, from week 104 0.9", a
/// `ramp` "5 at week 0, in straight lines to 50 at week 10"; rules stay as they are.
///
/// Guarantees: two spellings of one number give one text.
std::string lever_words(std::string_view value, Look look = Look::number);

/// "improvement_split[cross_team]" as "Improvement split (cross team)".
std::string lever_name(std::string_view name);

}  // namespace slackwater::report
