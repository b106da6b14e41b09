#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slackwater::base {

/// Reads a decimal number; the whole text must be one. Independent of the locale, correctly
/// rounded.
///
/// Accepts `12`, `-0.5`, `1e-3`, `.5`; refuses hexadecimal, blanks, `inf` and `nan` unless
/// `allow_non_finite`.
std::optional<double> parse_number(std::string_view text, bool allow_non_finite = false);

/// The shortest decimal text that reads back to the same bits (`nan`, `inf`, `-inf` for those).
std::string format_number(double value);

/// `value` to so many significant digits, without trailing zeros: for people, not for files.
std::string format_significant(double value, int digits);

}  // namespace slackwater::base
