#include "slackwater/base/number.hpp"

#include <fast_float/fast_float.h>
#include <fmt/format.h>

#include <cmath>

namespace slackwater::base {

std::optional<double> parse_number(std::string_view text, bool allow_non_finite) {
  double value = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (begin != end && *begin == '+') {
    ++begin;
    if (begin != end && *begin == '-') return std::nullopt;
  }
  const auto result = fast_float::from_chars(begin, end, value);
  if (result.ptr != end || result.ec == std::errc::invalid_argument || begin == end) {
    return std::nullopt;
  }
  if (!allow_non_finite && !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string format_number(double value) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{}", value);
}

std::string format_significant(double value, int digits) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{:.{}g}", value, digits);
}

}  // namespace slackwater::base
