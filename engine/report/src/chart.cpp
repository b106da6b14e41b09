#include "slackwater/report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "end_labels.hpp"
#include "font.hpp"
#include "markup.hpp"
#include "palette.hpp"
#include "polyline.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr double kTitleSize = 11.5;
constexpr double kTextSize = 9.5;
constexpr double kLabelSize = 9.5;
constexpr double kLineHeight = 11.5;
constexpr int kTicks = 4;
constexpr double kLargest = 1e300;          // beyond it the range itself would overflow
constexpr double kGap = 7;                  // between the end of the lines and their labels
constexpr double kLargestLabelPart = 0.36;  // of the width
constexpr const char* kInk = "#1f2933";
constexpr const char* kSoft = "#52606d";
constexpr const char* kGrid = "#e4e7eb";
constexpr const char* kAxis = "#9aa5b1";

Range range_of(const std::vector<Line>& lines) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& line : lines) {
    for (const auto* values : {&line.y, &line.low, &line.high}) {
      for (const double value : *values) {
        if (!(std::fabs(value) <= kLargest)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  return low <= high ? Range{low, high} : Range{0, 1};
}

// From zero, unless that would press all lines together at the top; with round ends.
Range rounded(Range range) {
  constexpr double kNarrow = 0.35;
  if (range.low > 0 && range.low < kNarrow * range.high) range.low = 0;
  if (range.high < 0 && range.high > kNarrow * range.low) range.high = 0;
  if (!(range.high > range.low)) {
    const double room = range.low == 0 ? 1 : 0.1 * std::fabs(range.low);
    range = {range.low > 0 && range.low <= room ? 0 : range.low - (range.low == 0 ? 0 : room),
             range.high + room};
  }
  // The wider range may ask for a wider step; both ends must be ticks of the last one.
  double step = 0;
  for (int tries = 0; tries < 4; ++tries) {
    const auto ticks = nice_ticks(range.low, range.high, kTicks);
    const double next = ticks.size() > 1 ? ticks[1] - ticks[0] : range.high - range.low;
    if (next == step) break;
    step = next;
    range = {std::floor(range.low / step + 1e-9) * step,
             std::ceil(range.high / step - 1e-9) * step};
  }
  return range;
}

struct EndLabel {
  std::string whole_name;
  std::vector<std::string> name;  // above the value
  std::string value;
  std::string below;  // the rest of a long name that begins beside its value
  double last = 0;
  double x = 0;
  double y = 0;
  double height = 0;
  std::string color;
  bool ghost = false;
};

// Of more labels than there is room for: those of the highest, the lowest and, by rank, evenly
// between; the baseline's takes the place of its nearest.
std::vector<EndLabel> some_of(std::vector<EndLabel> labels, std::size_t most) {
  std::ranges::stable_sort(labels, {}, &EndLabel::last);
  const auto baseline = std::ranges::find(labels, true, &EndLabel::ghost) - labels.begin();
  std::vector<std::ptrdiff_t> kept;
  for (std::size_t k = 0; k < most; ++k) {
    kept.push_back(
        static_cast<std::ptrdiff_t>(most > 1 ? k * (labels.size() - 1) / (most - 1) : 0));
  }
  if (baseline < std::ssize(labels) && std::ranges::find(kept, baseline) == kept.end()) {
    const auto inner = most > 2 ? std::span(kept).subspan(1, most - 2) : std::span(kept);
    *std::ranges::min_element(inner, {}, [=](auto rank) { return std::abs(rank - baseline); }) =
        baseline;
  }
  std::vector<EndLabel> out;
  for (const auto rank : kept) out.push_back(std::move(labels[static_cast<std::size_t>(rank)]));
  return out;
}

class Drawing {
 public:
  explicit Drawing(const Chart& chart) : chart_(chart) {}

  std::string draw() {
    choose_ranges();
    place_axes();
    make_end_labels();
    right_ = chart_.width - (labels_.empty() ? room_at_right() : label_width_ + kGap + 2);
    open();
    draw_head();
    draw_y_axis();
    draw_x_axis();
    for (const auto& line : chart_.lines) draw_band(line);
    for (const auto& line : chart_.lines) draw_line(line);
    draw_end_labels();
    return svg_ + "</svg>";
  }

 private:
  void choose_ranges() {
    y_ = chart_.y_low < chart_.y_high ? Range{chart_.y_low, chart_.y_high}
                                      : rounded(range_of(chart_.lines));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto& line : chart_.lines) {
      for (const double x : line.x) {
        low = std::min(low, x);
        high = std::max(high, x);
      }
    }
    x_ = low < high ? Range{low, high}
                    : Range{std::isfinite(low) ? low : 0, (std::isfinite(low) ? low : 0) + 1};
    y_ticks_ = nice_ticks(y_.low, y_.high, kTicks);
    y_digits_ = tick_digits(y_ticks_);
  }

  // As many decimals as the step needs, the same for all ticks.
  static int tick_digits(const std::vector<double>& ticks) {
    if (ticks.size() < 2) return 2;
    const double step = ticks[1] - ticks[0];
    for (int digits = 0; digits < 9; ++digits) {
      const double scaled = step * std::pow(10.0, digits);
      if (std::fabs(scaled - std::round(scaled)) < 1e-6 * scaled) return digits;
    }
    return 9;
  }

  static std::string tick_text(double value, int digits, Look look) {
    if (look == Look::share) {
      return tick_text(100 * value, std::max(0, digits - 2), Look::number) + "\u00a0%";
    }
    const double size = std::fabs(value);
    if (size >= 1e7 || digits > 6) return number_text(value);
    if (size >= 1000 && digits == 0) return number_text(value);
    auto text = fmt::format("{:.{}f}", size, digits);
    return (value < 0 ? "\u2212" : "") + text;
  }

  void make_end_labels() {
    if (!chart_.end_labels) return;
    const double most = chart_.width * kLargestLabelPart;
    for (const auto& line : chart_.lines) {
      EndLabel label;
      std::size_t last = line.y.size();
      while (last > 0 && !std::isfinite(line.y[last - 1])) --last;
      if (last == 0) continue;
      label.last = line.y[last - 1];
      label.x = line.x[last - 1];
      label.value = number_text(label.last, chart_.look);
      label.whole_name = line.label;
      label.name = wrapped(line.label, most, kLabelSize, true, 2);
      label.color = readable_on_white(line.style.color);
      label.ghost = line.style.ghost;
      labels_.push_back(std::move(label));
    }
    // Name above value where there is room for it; else on one line; else some of them.
    const double room = label_bottom() - kLabelTop;
    const auto fitting = static_cast<std::size_t>(std::max(1.0, room / kLineHeight));
    if (labels_.size() > fitting) labels_ = some_of(std::move(labels_), fitting);
    if (lines_needed() * kLineHeight > room && !take_one_line_each(most, room)) {
      put_names_beside_values(most, room);
    }
    for (auto& label : labels_) {
      label.height = static_cast<double>(lines_of(label)) * kLineHeight;
      label_width_ = std::max(label_width_, text_width(label.below, kLabelSize, true));
      label_width_ = std::max(label_width_, text_width(label.value, kLabelSize, true));
      for (const auto& part : label.name) {
        label_width_ = std::max(label_width_, text_width(part, kLabelSize, true));
      }
    }
  }

  static std::size_t lines_of(const EndLabel& label) {
    return label.name.size() + (label.below.empty() ? 1 : 2);
  }

  double lines_needed() const {
    std::size_t count = 0;
    for (const auto& label : labels_) count += lines_of(label);
    return static_cast<double>(count);
  }

  // Each name whole on one line above its value; false, and nothing changed, where that is not so.
  bool take_one_line_each(double most, double room) {
    if (2 * kLineHeight * static_cast<double>(labels_.size()) > room) return false;
    for (const auto& label : labels_) {
      if (text_width(label.whole_name, kLabelSize, true) > most) return false;
    }
    for (auto& label : labels_) label.name = {label.whole_name};
    return true;
  }

  // "57.6 Adaptive"; a long name goes on below while there is room for that.
  void put_names_beside_values(double most, double room) {
    auto free = static_cast<std::ptrdiff_t>(room / kLineHeight) - std::ssize(labels_);
    for (auto& label : labels_) {
      const auto whole = label.value + "\u00a0" + label.whole_name;
      auto parts = wrapped(whole, most, kLabelSize, false, free > 0 ? 2 : 1);
      label.value = std::move(parts.front());
      if (parts.size() > 1) {
        label.below = std::move(parts.back());
        --free;
      }
      label.name.clear();
    }
  }

  // A short word for x stands beside its numbers, a long one below them.
  void place_axes() {
    double axis = 0;
    for (const double tick : y_ticks_) {
      axis = std::max(axis, text_width(tick_text(tick, y_digits_, chart_.look), kTextSize));
    }
    constexpr double kShortWord = 34;
    const double word = text_width(chart_.x_label, kTextSize);
    x_label_beside_ = word <= kShortWord;
    left_ = std::max(axis + 8, x_label_beside_ ? word + 9 : 0);
    top_ = kHead;
    bottom_ = chart_.height - (x_label_beside_ ? kFoot : kFoot + kLineHeight);
  }

  // Half of the last number below stands beyond the axis.
  double room_at_right() const {
    const auto last = tick_text(x_.high, tick_digits({x_.low, x_.high}), chart_.x_look);
    return std::max(10.0, text_width(last, kTextSize) / 2 + 1);
  }

  double px(double x) const { return left_ + (x - x_.low) / (x_.high - x_.low) * (right_ - left_); }
  double py(double y) const {
    return bottom_ - (y - y_.low) / (y_.high - y_.low) * (bottom_ - top_);
  }

  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(svg_), format, std::forward<Args>(args)...);
  }

  void open() {
    add("<svg class=\"chart\" viewBox=\"0 0 {:g} {:g}\" width=\"{:g}\" height=\"{:g}\" "
        "role=\"img\" "
        "aria-label=\"{}\" font-family=\"{}\">",
        chart_.width, chart_.height, chart_.width, chart_.height, escaped(description()),
        "Helvetica Neue,Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif");
  }

  std::string description() const {
    if (!chart_.description.empty()) return chart_.description;
    std::string text = chart_.title;
    if (!chart_.subtitle.empty()) text += ", " + chart_.subtitle;
    text += ".";
    for (const auto& line : chart_.lines) {
      if (line.y.empty()) continue;
      text += " " + (line.label.empty() ? "The line" : line.label) + ": from " +
              number_text(line.y.front(), chart_.look) + " to " +
              number_text(line.y.back(), chart_.look) + ".";
    }
    return text;
  }

  void draw_head() {
    const double width = chart_.width - 4;
    add("<text x=\"0\" y=\"11\" font-size=\"{:g}\" font-weight=\"700\" fill=\"{}\">{}</text>",
        kTitleSize, kInk, escaped(shortened(chart_.title, width, kTitleSize, true)));
    add("<text x=\"0\" y=\"23\" font-size=\"{:g}\" fill=\"{}\">{}</text>", kTextSize, kSoft,
        escaped(shortened(chart_.subtitle, width, kTextSize)));
  }

  void draw_y_axis() {
    for (const double tick : y_ticks_) {
      const double y = py(tick);
      add("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\" stroke-width=\"1\"/>", left_, y, right_,
          tick == 0 ? kAxis : kGrid);
      add("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" fill=\"{}\" "
          "text-anchor=\"end\">{}</text>",
          left_ - 5, y + 3.3, kTextSize, kSoft, tick_text(tick, y_digits_, chart_.look));
    }
  }

  void draw_x_axis() {
    const int room = static_cast<int>((right_ - left_) / 38);
    const auto ticks = time_ticks(x_.low, x_.high, std::clamp(room, 2, 6), x_unit());
    const int digits = tick_digits(ticks);
    add("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\" stroke-width=\"1\"/>", left_, bottom_,
        right_, kAxis);
    for (const double tick : ticks) {
      add("<path d=\"M{0:.1f} {1:.1f}v3.5\" stroke=\"{2}\" stroke-width=\"1\"/>"
          "<text x=\"{0:.1f}\" y=\"{3:.1f}\" font-size=\"{4:g}\" fill=\"{5}\" "
          "text-anchor=\"middle\">{6}</text>",
          px(tick), bottom_, kAxis, bottom_ + 13, kTextSize, kSoft,
          tick_text(tick, digits, chart_.x_look));
    }
    add("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" fill=\"{}\" "
        "text-anchor=\"{}\">{}</text>",
        x_label_beside_ ? left_ - 6 : (left_ + right_) / 2, bottom_ + (x_label_beside_ ? 13 : 24.5),
        kTextSize, kSoft, x_label_beside_ ? "end" : "middle", escaped(chart_.x_label));
  }

  // "Time (week)" and "week" both carry the unit.
  std::string x_unit() const {
    const auto open = chart_.x_label.rfind('(');
    if (open == std::string::npos || chart_.x_label.back() != ')') return chart_.x_label;
    return chart_.x_label.substr(open + 1, chart_.x_label.size() - open - 2);
  }

  std::vector<Point> points(const std::vector<double>& x, const std::vector<double>& y) const {
    std::vector<Point> result;
    for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
      // Far outside, coordinates would lose their meaning; just outside is enough to leave the
      // frame.
      const double inside =
          std::clamp(y[i], y_.low - (y_.high - y_.low), y_.high + (y_.high - y_.low));
      result.push_back({px(x[i]), std::isfinite(y[i]) ? py(inside) : y[i]});
    }
    return result;
  }

  void draw_band(const Line& line) {
    if (line.low.empty() || line.high.empty()) return;
    add("<path d=\"{}\" fill=\"{}\" fill-opacity=\"{}\"/>",
        area_data(points(line.x, line.high), points(line.x, line.low)), line.style.color,
        line.style.ghost ? "0.16" : "0.13");
  }

  void draw_line(const Line& line) {
    const auto drawn = points(line.x, line.y);
    add("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:g}\" "
        "stroke-linejoin=\"round\"",
        path_data(drawn), line.style.color, line.style.width);
    if (!line.style.dash.empty()) add(" stroke-dasharray=\"{}\"", line.style.dash);
    svg_ += "/>";
    if (!chart_.points) return;
    for (const auto& point : drawn) {
      if (!std::isfinite(point.y)) continue;
      add("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.4\" fill=\"{}\"/>", point.x, point.y,
          line.style.color);
    }
  }

  void draw_end_labels() {
    std::vector<double> wanted;
    std::vector<double> heights;
    for (const auto& label : labels_) {
      wanted.push_back(std::clamp(py(label.last), top_ - 8, bottom_ + 8));
      heights.push_back(label.height);
    }
    const auto centres = spread_labels(wanted, heights, kLabelTop, label_bottom());
    for (std::size_t i = 0; i < labels_.size(); ++i)
      draw_end_label(labels_[i], wanted[i], centres[i]);
  }

  void draw_end_label(const EndLabel& label, double line_end, double centre) {
    const double x = right_ + kGap;
    add("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" stroke=\"{}\" stroke-width=\"0.8\" "
        "stroke-opacity=\"0.7\"/>",
        px(label.x) + 1, line_end, x - 2, centre, label.color);
    double y = centre - label.height / 2 + kLineHeight - 2.6;
    for (const auto& part : label.name) {
      add("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" font-weight=\"700\" "
          "fill=\"{}\">{}</text>",
          x, y, kLabelSize, label.color, escaped(part));
      y += kLineHeight;
    }
    add("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" fill=\"{}\" data-end=\"{}\">{}</text>",
        x, y, kLabelSize, label.color, base::format_number(label.last), escaped(label.value));
    if (label.below.empty()) return;
    add("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" fill=\"{}\">{}</text>", x,
        y + kLineHeight, kLabelSize, label.color, escaped(label.below));
  }

  // Lower down, labels would meet the number at the end of the time axis.
  double label_bottom() const { return bottom_ + 5; }

  static constexpr double kHead = 36;
  static constexpr double kLabelTop = 25;
  static constexpr double kFoot = 17;

  const Chart& chart_;
  Range x_;
  Range y_;
  std::vector<double> y_ticks_;
  int y_digits_ = 0;
  std::vector<EndLabel> labels_;
  double label_width_ = 0;
  bool x_label_beside_ = false;
  double left_ = 0;
  double right_ = 0;
  double top_ = 0;
  double bottom_ = 0;
  std::string svg_;
};

}  // namespace

std::string svg_chart(const Chart& chart) { return Drawing(chart).draw(); }

Range common_range(const std::vector<Chart>& charts) {
  std::vector<Line> all;
  for (const auto& chart : charts) all.insert(all.end(), chart.lines.begin(), chart.lines.end());
  return rounded(range_of(all));
}

}  // namespace slackwater::report
