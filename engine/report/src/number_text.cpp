#include "slackwater/report/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "slackwater/base/number.hpp"

namespace slackwater::report {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kNothing = "\u2013";

std::string grouped(const std::string& digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

// Three significant digits of a positive number.
std::string magnitude_text(double value) {
  if (value >= 1e9 || value < 1e-4) return fmt::format("{:.2e}", value);
  if (value >= 999.5) return grouped(fmt::format("{:.0f}", value));
  if (value == std::floor(value)) return fmt::format("{:.0f}", value);
  const int digits_before = static_cast<int>(std::floor(std::log10(value))) + 1;
  auto text = fmt::format("{:.{}f}", value, 3 - digits_before);
  // 9.996 rounds to 10.00: one digit more than asked for.
  const double rounded = std::pow(10.0, digits_before);
  if (value < rounded && base::parse_number(text).value_or(0) >= rounded) {
    text = fmt::format("{:.{}f}", value, std::max(0, 2 - digits_before));
  }
  return text;
}

// "decisions,*" as "decisions, all".
std::string elements_text(std::string_view inside) {
  std::string text;
  while (true) {
    const auto end = inside.find(',');
    const auto element = inside.substr(0, end);
    text += element == "*" ? "all" : element;
    if (end == std::string_view::npos) return text;
    text += ", ";
    inside.remove_prefix(end + 1);
    while (inside.starts_with(' ')) inside.remove_prefix(1);
  }
}

// "0.780" as "0.78"; whole numbers and powers of ten stay.
std::string without_zeros(std::string text) {
  if (text.find('.') == std::string::npos || text.find('e') != std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Change::Direction merit(bool higher, std::string_view better) {
  if (better.empty()) return higher ? Change::Direction::higher : Change::Direction::lower;
  return higher == (better == "up") ? Change::Direction::better : Change::Direction::worse;
}

std::string_view word_of(Change::Direction direction) {
  switch (direction) {
    case Change::Direction::same:
      return "the same";
    case Change::Direction::better:
      return "better";
    case Change::Direction::worse:
      return "worse";
    case Change::Direction::higher:
      return "higher";
    case Change::Direction::lower:
      return "lower";
    case Change::Direction::unknown:
      break;
  }
  return "";
}

Change make(Change::Direction direction, std::string text, std::string_view arrow) {
  return {direction, std::move(text), std::string(word_of(direction)), std::string(arrow)};
}

std::string times_text(double ratio) {
  return "\u00d7" + fmt::format("{:.{}f}", ratio, ratio < 9.95 ? 1 : 0);
}

}  // namespace

Look look_of(std::string_view unit, std::optional<double> low, std::optional<double> high) {
  return unit == "1" && low && high && *low >= 0 && *high <= 1 && *low < *high ? Look::share
                                                                               : Look::number;
}

std::string number_text(double value, Look look) {
  if (look == Look::share && std::isfinite(value)) {
    return without_zeros(number_text(100 * value)) + "\u00a0%";
  }
  if (std::isnan(value)) return std::string(kNothing);
  if (value == 0) return "0";
  const std::string sign = value < 0 ? std::string(kMinus) : std::string();
  if (std::isinf(value)) return sign + "\u221e";
  return sign + magnitude_text(std::fabs(value));
}

std::string points_text(double difference) {
  const double points = std::fabs(100 * difference);
  if (points < 1e-3) return number_text(points) + "\u00a0pp";
  // Below one point two digits: 0.35 pp.
  const int digits = points < 0.9995 ? 1 - static_cast<int>(std::floor(std::log10(points))) : 1;
  return without_zeros(fmt::format("{:.{}f}", points, digits)) + "\u00a0pp";
}

Change change_text(double value, double baseline, std::string_view better, Look look) {
  using Direction = Change::Direction;
  if (!std::isfinite(value) || !std::isfinite(baseline)) {
    return make(Direction::unknown, std::string(kNothing), "");
  }
  const auto same = [] { return make(Direction::same, "the same", "="); };
  if (number_text(value, look) == number_text(baseline, look)) return same();
  const bool higher = value > baseline;
  const auto direction = merit(higher, better);
  const std::string_view arrow = higher ? "\u25b2" : "\u25bc";
  const std::string sign = higher ? "+" : std::string(kMinus);
  if (look == Look::share) return make(direction, sign + points_text(value - baseline), arrow);

  // A share of a negative number, or of one on the other side of zero, reads as its opposite.
  const double ratio = value / baseline;
  if (baseline <= 0 || !(ratio > 0) || ratio >= 9999.5) {
    return make(direction, sign + number_text(std::fabs(value - baseline)), arrow);
  }
  if (ratio >= 4) return make(direction, times_text(ratio), arrow);
  const double percent = std::round(std::fabs(ratio - 1) * 100);
  if (percent == 0) return same();
  // What is left of it is little, but not nothing.
  if (percent == 100 && !higher) return make(direction, sign + "99.9\u00a0%", arrow);
  return make(direction, fmt::format("{}{:.0f}\u00a0%", sign, percent), arrow);
}

std::string readable_name(std::string_view name) {
  const auto open = name.ends_with(']') ? name.find('[') : std::string_view::npos;
  std::string text(name.substr(0, open));
  if (open != std::string_view::npos) {
    const auto inside = name.substr(open + 1, name.size() - open - 2);
    // All of an array are the array.
    if (inside.find_first_not_of("*, ") != std::string_view::npos) {
      text += " (" + elements_text(inside) + ")";
    }
  }
  std::ranges::replace(text, '_', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

}  // namespace slackwater::report
