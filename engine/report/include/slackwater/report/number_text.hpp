#pragma once

#include <string>
#include <string_view>

namespace slackwater::report {

/// A number as people read it: three significant digits, thousands kept whole, a true minus sign
/// never "-0".
std::string number_text(double value);

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
Change change_text(double value, double baseline, std::string_view better);

/// "lead_time" as people read it: "Lead time"; subscripts stay.
std::string readable_name(std::string_view name);

}  // namespace slackwater::report
