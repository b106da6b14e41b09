#pragma once

#include <string>
#include <vector>

#include "slackwater/report/number_text.hpp"

namespace slackwater::report {

/// The look of one line; the palette gives every policy a colour and a dash of its own.
struct LineStyle {
  std::string color;  ///< #rrggbb
  std::string dash;   ///< SVG stroke-dasharray, empty: solid
  double width = 1.8;
  bool ghost = false;  ///< the baseline: grey, dashed, never missing
};

/// Colours that people with colour vision deficiency tell apart, each with its own dash.
///
/// Source: Okabe and Ito (2008), Color Universal Design. `position` counts the policies without the
/// baseline.
LineStyle policy_style(std::size_t position);
LineStyle baseline_style();

/// One line of a chart with an optional band around it. Shapes: y, low, high are (point,) or empty.
struct Line {
  std::string label;  ///< drawn at the end of the line, with its last value
  std::vector<double> x;
  std::vector<double> y;  ///< NaN breaks the line
  std::vector<double> low;
  std::vector<double> high;
  LineStyle style;
};

/// What to draw; texts are plain and are escaped when drawn.
struct Chart {
  std::string title;
  std::string subtitle;  ///< the unit, usually
  std::string x_label;
  std::string description;  ///< for screen readers; empty: made from the lines
  double width = 360;       ///< CSS pixels
  double height = 210;
  std::vector<Line> lines;
  double y_low = 0;  ///< shared range: used when y_low < y_high, else found from the lines
  double y_high = 0;
  bool end_labels = true;
  bool points = false;         ///< mark every point: for scans
  Look look = Look::number;    ///< of y
  Look x_look = Look::number;  ///< of x, which is time else
};

/// A chart as inline SVG: axes with round ticks, lines, bands, end labels that never overlap or
/// leave the picture. Of more lines than labels fit, the baseline, the highest, the lowest and some
/// between have one; the description for screen readers names all.
std::string svg_chart(const Chart& chart);

/// The range of y that all lines of several charts need, with round ends; for small multiples.
struct Range {
  double low = 0;
  double high = 1;
};
Range common_range(const std::vector<Chart>& charts);

/// Round tick positions within [low, high], about `count` of them, stepping by 1, 2, 2.5 or 5 times
/// a power of ten.
std::vector<double> nice_ticks(double low, double high, int count);
/// The same for time: steps that divide a year of weeks or months, or a day of hours.
std::vector<double> time_ticks(double low, double high, int count, const std::string& unit);

}  // namespace slackwater::report
