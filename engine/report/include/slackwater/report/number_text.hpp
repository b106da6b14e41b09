#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slackwater::report {

/// How a number is read: as it is, or as a share of a whole, in percent.
enum class Look { number, share };

/// The one rule: a share is dimensionless and has a declared range within 0 .. 1. A ratio of 3.2
/// and an index of 1.05 have none and stay numbers.
Look look_of(std::string_view unit, std::optional<double> low, std::optional<double> high);

/// A number as people read it: three significant digits, thousands kept whole, a true minus sign
/// never "-0". A share in percent, without zeros at its end: "14.9 %", "78 %".
std::string number_text(double value, Look look = Look::number);

/// The size of the difference of two shares, in percentage points: a tenth of one, below one two
/// digits: "10.8 pp".
std::string points_text(double difference);

/// How a value compares with the baseline's, in words of one look.
struct Change {
  enum class Direction { same, better, worse, higher, lower, unknown };
  Direction direction = Direction::unknown;
  std::string text;   ///< "+12 %", "x 9", "-0.3", "the same"
  std::string word;   ///< "better", "worse", "the same", "higher", "lower"
  std::string arrow;  ///< up, down or level arrow: the direction of the number, not of its merit
};

/// Compares after rounding, so "-0 %" cannot occur; beyond 300 % it says "x 9"; without a common
/// base (zero, or different signs) it gives the difference. `better` is "up", "down" or empty.
/// Shares differ by percentage points, always.
Change change_text(double value, double baseline, std::string_view better,
                   Look look = Look::number);

/// "lead_time" as people read it: "Lead time"; an element stands in brackets, in words:
/// "split[cross_team]" is "Split (cross team)", all of an array are the array.
std::string readable_name(std::string_view name);

}  // namespace slackwater::report
