#include "slackwater/report/chart.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <regex>
#include <set>

namespace slackwater::report {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Line line(std::string label, std::vector<double> y, std::size_t style = 0) {
  Line result;
  result.label = std::move(label);
  for (std::size_t i = 0; i < y.size(); ++i) result.x.push_back(static_cast<double>(i));
  result.y = std::move(y);
  result.style = policy_style(style);
  return result;
}

struct Text {
  double x, y, size;
  std::string anchor, content;
};

std::vector<Text> texts(const std::string& svg) {
  static const std::regex text_pattern(
      "<text x=\"([^\"]*)\" y=\"([^\"]*)\" font-size=\"([^\"]*)\"([^>]*)>([^<]*)</text>");
  std::vector<Text> found;
  for (std::sregex_iterator i(svg.begin(), svg.end(), text_pattern), end; i != end; ++i) {
    const auto rest = (*i)[4].str();
    const char* anchor = rest.find("\"end\"") != std::string::npos      ? "end"
                         : rest.find("\"middle\"") != std::string::npos ? "middle"
                                                                        : "start";
    found.push_back({std::stod((*i)[1]), std::stod((*i)[2]), std::stod((*i)[3]), anchor, (*i)[5]});
  }
  return found;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t number = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++number;
  return number;
}

TEST(TicksTest, StepsAreRound) {
  EXPECT_EQ(nice_ticks(0, 40, 4), (std::vector<double>{0, 10, 20, 30, 40}));
  EXPECT_EQ(nice_ticks(-1, 1, 4), (std::vector<double>{-1, -0.5, 0, 0.5, 1}));
  EXPECT_EQ(nice_ticks(0, 72.8, 4), (std::vector<double>{0, 20, 40, 60}));
  EXPECT_EQ(nice_ticks(3, 3, 4), (std::vector<double>{3}));
  for (const double scale : {1e-12, 1e-3, 1.0, 7.0, 1e9}) {
    const auto ticks = nice_ticks(0, scale, 4);
    EXPECT_GE(ticks.size(), 3u) << scale;
    EXPECT_LE(ticks.size(), 6u) << scale;
  }
}

TEST(TicksTest, TimeIsDividedAsCalendarsDo) {
  EXPECT_EQ(time_ticks(0, 260, 6, "week"), (std::vector<double>{0, 52, 104, 156, 208, 260}));
  EXPECT_EQ(time_ticks(0, 60, 6, "month"), (std::vector<double>{0, 12, 24, 36, 48, 60}));
  EXPECT_EQ(time_ticks(0, 24, 4, "hour"), (std::vector<double>{0, 6, 12, 18, 24}));
  EXPECT_EQ(time_ticks(0, 10, 5, "furlong"), (std::vector<double>{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(time_ticks(0, 1, 4, "week"), nice_ticks(0, 1, 4));
}

TEST(PaletteTest, PoliciesDifferWithoutColour) {
  std::set<std::string> dashes;
  for (std::size_t i = 0; i < 6; ++i) dashes.insert(policy_style(i).dash);
  EXPECT_EQ(dashes.size(), 6u);
  EXPECT_TRUE(baseline_style().ghost);
  EXPECT_EQ(dashes.count(baseline_style().dash), 0u);
  EXPECT_EQ(dashes.count(policy_style(6).dash), 0u);
}

// The promise of the end labels, for many random charts: inside the picture, never on each other.
TEST(ChartTest, EndLabelsNeverOverlapOrLeaveThePicture) {
  std::mt19937_64 generator(11);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int trial = 0; trial < 300; ++trial) {
    Chart chart;
    chart.title = "t";
    chart.width = 344;
    chart.height = 130 + 100 * uniform(generator);
    const int lines = 1 + static_cast<int>(6 * uniform(generator));
    const double spread = std::pow(10, 4 * uniform(generator) - 3);
    for (int i = 0; i < lines; ++i) {
      const std::string label =
          std::string(1 + static_cast<std::size_t>(30 * uniform(generator)), 'm') + " w";
      chart.lines.push_back(
          line(label, {1, 1 + spread * uniform(generator)}, static_cast<std::size_t>(i)));
    }
    const auto svg = svg_chart(chart);
    ASSERT_EQ(count(svg, "data-end="), static_cast<std::size_t>(lines));
    std::vector<Text> labels;
    double left = 0;
    for (const auto& text : texts(svg)) {
      if (text.y > 30 || text.y < 30) left = std::max(left, text.x);
      ASSERT_GE(text.y - text.size, -1);
      ASSERT_LE(text.y, chart.height);
      ASSERT_GE(text.x, 0);
    }
    for (const auto& text : texts(svg)) {
      if (text.anchor == "start" && text.x == left) labels.push_back(text);
    }
    ASSERT_GE(labels.size(), static_cast<std::size_t>(lines));
    std::ranges::sort(labels, {}, &Text::y);
    for (std::size_t i = 1; i < labels.size(); ++i) {
      ASSERT_GE(labels[i].y - labels[i - 1].y, labels[i].size + 1) << svg;
    }
    // An m takes 0.974 of the size in the widest font (DejaVu Sans; 1.042 in bold).
    for (const auto& label : labels) {
      const auto wide = static_cast<double>(std::ranges::count(label.content, 'm'));
      ASSERT_LE(label.x + wide * 0.974 * label.size, chart.width) << svg;
    }
  }
}

TEST(ChartTest, OfTooManyLinesTheBaselineTheHighestAndTheLowestAreLabelled) {
  Chart chart;
  chart.title = "t";
  chart.width = 344;
  chart.height = 134;
  for (int i = 0; i < 20; ++i) {
    chart.lines.push_back(line("line " + std::to_string(i), {1, i + 0.5}, 0));
  }
  chart.lines[6].style = baseline_style();
  const auto svg = svg_chart(chart);
  std::vector<double> tops;
  for (const auto& text : texts(svg)) {
    if (text.content.find("line ") != std::string::npos) tops.push_back(text.y);
  }
  std::ranges::sort(tops);
  ASSERT_EQ(tops.size(), count(svg, "data-end="));
  EXPECT_GE(tops.size(), 5u);
  EXPECT_LT(tops.size(), 20u);
  for (std::size_t i = 1; i < tops.size(); ++i) EXPECT_GE(tops[i] - tops[i - 1], 8);
  EXPECT_LE(tops.back(), chart.height);
  for (const char* end : {"0.5", "6.5", "19.5"}) {
    EXPECT_EQ(count(svg, "data-end=\"" + std::string(end) + "\""), 1u) << end;
  }
  EXPECT_EQ(count(svg, "fill=\"none\" stroke="), 20u) << "every line is drawn";
}

TEST(ChartTest, ALineBreaksWhereNumbersAreMissing) {
  Chart chart;
  chart.end_labels = false;
  chart.lines = {line("a", {1, 2, kNaN, 4, 3, 5})};
  const auto svg = svg_chart(chart);
  const auto begin = svg.find("<path d=\"", svg.find("stroke-linejoin") - 200);
  const auto path = svg.substr(begin, svg.find("stroke-linejoin") - begin);
  EXPECT_EQ(count(path, "M"), 2u) << path;
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(ChartTest, AStraightLineIsTwoPoints) {
  Chart chart;
  chart.lines = {line("a", std::vector<double>(1000, 3))};
  const auto svg = svg_chart(chart);
  EXPECT_LT(svg.size(), 4000u);
}

TEST(ChartTest, EmptyAndConstantChartsAreDrawn) {
  for (const auto& lines :
       {std::vector<Line>{}, std::vector<Line>{line("a", {kNaN, kNaN})},
        std::vector<Line>{line("a", {0, 0})}, std::vector<Line>{line("a", {-5, -5})},
        std::vector<Line>{line("a", {1e-300, 2e-300})}, std::vector<Line>{line("a", {7})},
        std::vector<Line>{line("a", {1e300, -1e300})},
        std::vector<Line>{line("a", {1.7e308, -1.7e308})}}) {
    Chart chart;
    chart.lines = lines;
    const auto svg = svg_chart(chart);
    EXPECT_TRUE(svg.starts_with("<svg")) << svg;
    EXPECT_TRUE(svg.ends_with("</svg>"));
    EXPECT_EQ(svg.find("nan"), std::string::npos) << svg;
    EXPECT_EQ(svg.find("inf"), std::string::npos) << svg;
  }
}

TEST(ChartTest, TextsAreEscaped) {
  Chart chart;
  chart.title = "<b>\"x\" & 'y'";
  chart.subtitle = chart.x_label = chart.title;
  chart.lines = {line("<script>", {1, 2})};
  const auto svg = svg_chart(chart);
  EXPECT_EQ(svg.find("<b>"), std::string::npos);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  EXPECT_NE(svg.find("&lt;script&gt;"), std::string::npos);
}

TEST(ChartTest, ScreenReadersHearTheEnds) {
  Chart chart;
  chart.title = "Throughput";
  chart.lines = {line("Protected", {18.3, 31})};
  EXPECT_NE(svg_chart(chart).find("Protected: from 18.3 to 31."), std::string::npos);
}

TEST(CommonRangeTest, BothEndsAreTicks) {
  std::mt19937_64 generator(5);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (int i = 0; i < 2000; ++i) {
    const double scale = std::pow(10, 6 * uniform(generator));
    Chart chart;
    chart.lines = {line("a", {scale * uniform(generator), scale * uniform(generator)})};
    const auto range = common_range({chart});
    const auto ticks = nice_ticks(range.low, range.high, 4);
    ASSERT_NEAR(ticks.front(), range.low, 1e-6 * scale);
    ASSERT_NEAR(ticks.back(), range.high, 1e-6 * scale);
    for (const double y : chart.lines[0].y) {
      ASSERT_GE(y, range.low - 1e-9 * scale);
      ASSERT_LE(y, range.high + 1e-9 * scale);
    }
  }
}

TEST(CommonRangeTest, CoversAllChartsAndBandsAndStartsAtZero) {
  Chart first;
  first.lines = {line("a", {2, 9})};
  Chart second;
  second.lines = {line("b", {3, 4})};
  second.lines[0].low = {1, 1};
  second.lines[0].high = {3, 17};
  const auto range = common_range({first, second});
  EXPECT_EQ(range.low, 0);
  EXPECT_GE(range.high, 17);
  Chart narrow;
  narrow.lines = {line("c", {95, 99})};
  EXPECT_GT(common_range({narrow}).low, 0) << "a narrow range is looked at closely";
}

}  // namespace
}  // namespace slackwater::report
