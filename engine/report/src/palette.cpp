#include "palette.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "slackwater/report/chart.hpp"

namespace slackwater::report {
namespace {

using Color = std::array<double, 3>;

Color parse(const std::string& text) {
  Color color{};
  for (std::size_t i = 0; i < 3; ++i) {
    color[i] = std::stoi(text.substr(1 + 2 * i, 2), nullptr, 16);
  }
  return color;
}

// Source: WCAG 2.1, definition of relative luminance.
double luminance(const Color& color) {
  constexpr Color kWeights = {0.2126, 0.7152, 0.0722};
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = color[i] / 255;
    sum += kWeights[i] * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

}  // namespace

std::string readable_on_white(const std::string& color) {
  constexpr double kContrast = 4.6;
  auto tone = parse(color);
  while (1.05 / (luminance(tone) + 0.05) < kContrast) {
    for (auto& part : tone) part *= 0.97;
  }
  return fmt::format("#{:02x}{:02x}{:02x}", std::lround(tone[0]), std::lround(tone[1]),
                     std::lround(tone[2]));
}

LineStyle policy_style(std::size_t position) {
  static const std::array<LineStyle, 6> styles = {{{"#0072b2", "", 2.2, false},
                                                   {"#d55e00", "8 3", 2.0, false},
                                                   {"#009e73", "2.5 2.5", 2.2, false},
                                                   {"#cc79a7", "10 3 2 3", 2.0, false},
                                                   {"#e69f00", "5 2", 2.0, false},
                                                   {"#56b4e9", "12 3 2 3 2 3", 2.0, false}}};
  auto style = styles[position % styles.size()];
  // A seventh policy shares a colour, so its dash must differ.
  if (position >= styles.size()) style.dash = "1.5 3";
  return style;
}

LineStyle baseline_style() { return {"#767676", "4 3", 1.8, true}; }

}  // namespace slackwater::report
