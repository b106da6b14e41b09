#include "lever_words.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <vector>

#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr const char* kSpace = "\u00a0";

/// "104 week: 0.9"
struct Point {
  std::string time;
  std::string unit;
  std::string value;
};

// "0.80 week" as "0.8 week"; what is no number stays.
std::string plain_number(std::string_view text, Look look = Look::number) {
  const auto end = text.find(' ');
  const auto number = base::parse_number(std::string(text.substr(0, end)));
  if (!number) return std::string(text);
  if (look == Look::share && end == std::string_view::npos) {
    auto percent = fmt::format("{:.12g}", 100 * *number);
    if (percent.starts_with('-')) percent.replace(0, 1, "\u2212");
    return percent + kSpace + "%";
  }
  constexpr double kThousand = 1000;
  auto plain = base::format_number(*number);
  // Thousands are grouped and kept whole; anything else has all its digits.
  if (*number >= kThousand && *number == std::floor(*number)) plain = number_text(*number);
  if (plain.starts_with('-')) plain.replace(0, 1, "\u2212");
  if (end == std::string_view::npos) return plain;
  return plain + kSpace + std::string(text.substr(end + 1));
}

std::optional<Point> point(std::string_view text, Look look) {
  const auto colon = text.find(": ");
  const auto blank = text.find(' ');
  if (colon == std::string_view::npos || blank >= colon) return std::nullopt;
  const auto time = text.substr(0, blank);
  if (!base::parse_number(std::string(time))) return std::nullopt;
  return Point{plain_number(time), std::string(text.substr(blank + 1, colon - blank - 1)),
               plain_number(text.substr(colon + 2), look)};
}

// Empty unless every part is a point.
std::vector<Point> points(std::string_view text, Look look) {
  std::vector<Point> list;
  while (!text.empty()) {
    auto end = text.find(", ");
    // A value may be a rule with commas of its own: then it is no list of points.
    auto found = point(text.substr(0, end), look);
    if (!found) return {};
    list.push_back(std::move(*found));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  }
  return list;
}

std::string at(const Point& point) { return point.unit + kSpace + point.time; }

std::string steps(const std::vector<Point>& list) {
  std::string text = list.front().value;
  for (std::size_t i = 1; i < list.size(); ++i) {
    text += ", from " + at(list[i]) + " " + list[i].value;
  }
  return text;
}

std::string lines(const std::vector<Point>& list) {
  std::string text = list.front().value + " at " + at(list.front()) + ", in straight lines to ";
  for (std::size_t i = 1; i < list.size(); ++i) {
    text += (i > 1 ? ", then " : "") + list[i].value + " at " + at(list[i]);
  }
  return text;
}

}  // namespace

std::string lever_words(std::string_view value, Look look) {
  constexpr std::string_view kRamp = "ramp ";
  const bool ramp = value.starts_with(kRamp);
  const auto list = points(ramp ? value.substr(kRamp.size()) : value, look);
  if (list.size() > 1) return ramp ? lines(list) : steps(list);
  return plain_number(value, look);
}

std::string lever_name(std::string_view name) { return readable_name(name); }

}  // namespace slackwater::report
