#include "run_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "slackwater/base/number.hpp"

namespace slackwater::cli {
namespace {

constexpr std::size_t kCurveWidth = 24;
// What moves by less than this share of its size is drawn as level: heights would show rounding.
constexpr double kLevel = 1e-3;

// Eight heights of a block character, lowest to highest of the series itself.
std::string curve(std::span<const double> series, double low, double high) {
  static constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const bool level = high - low <= kLevel * std::max(std::abs(low), std::abs(high));
  std::string out;
  for (std::size_t i = 0; i < kCurveWidth; ++i) {
    const auto at = i * (series.size() - 1) / (kCurveWidth - 1);
    const double value = series[at];
    if (!std::isfinite(value)) {
      out += " ";
      continue;
    }
    const double share = level ? 0.5 : (value - low) / (high - low);
    out += kBlocks[static_cast<std::size_t>(std::clamp(share * 7.999, 0.0, 7.0))];
  }
  return out;
}

// A run that ended before its first value has no numbers to show.
std::string number(double value) {
  return std::isfinite(value) ? base::format_significant(value, 5) : "-";
}

std::string drawn_inputs(const results::RunTable& table) {
  std::string out;
  for (const auto& input : table.drawn) {
    out += fmt::format("drawn: {} = {}{}{}\n", input.name,
                       base::format_significant(input.values.front(), 5),
                       input.unit == "1" ? "" : " ", input.unit == "1" ? "" : input.unit);
  }
  return out;
}

}  // namespace

std::string run_summary(const results::RunTable& table, bool unicode) {
  std::size_t width = 8;
  for (const auto& variable : table.variables) {
    for (std::size_t e = 0; e < variable.elements; ++e) {
      width = std::max(width, table.element_name(variable, e).size());
    }
  }
  std::string out = drawn_inputs(table);
  out += fmt::format("{:<{}}  {:>11} {:>11} {:>11} {:>11}  {}\n", "variable", width, "start", "end",
                     "lowest", "highest", "");
  for (const auto& variable : table.variables) {
    for (std::size_t e = 0; e < variable.elements; ++e) {
      const auto series = table.series(variable, 0, e);
      double low = INFINITY;
      double high = -INFINITY;
      double last = NAN;
      for (const double value : series) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
        last = value;
      }
      out +=
          fmt::format("{:<{}}  {:>11} {:>11} {:>11} {:>11}  {}  {}\n",
                      table.element_name(variable, e), width, number(series.front()), number(last),
                      number(low), number(high), unicode ? curve(series, low, high) : std::string(),
                      variable.unit == "1" ? "" : variable.unit);
    }
  }
  out += fmt::format("{} {} to {}, {} saved points; --out FILE.csv or FILE.h5 keeps them\n",
                     table.time_unit, base::format_number(table.time.front()),
                     base::format_number(table.time.back()), table.time.size());
  return out;
}

}  // namespace slackwater::cli
