#include <algorithm>
#include <cmath>

#include "briefing/parts.hpp"

namespace slackwater::report {
namespace {

// Sizes of the printed page in points, as the style sheet has them.
constexpr double kPage = 785;  // A4 between its margins
constexpr double kRow = 11.2;
constexpr double kSmallRow = 9;  // of the table of many futures
constexpr double kLine = 10.4;
constexpr double kCharacters = 132;  // in a line of the usual size
constexpr double kSmall = 0.55;      // what a long list of assumptions takes of that
constexpr double kHeading = 25;
constexpr double kBlock = 3;
constexpr double kDiagram = 57;
constexpr double kPixel = 0.733;  // of a chart, in points

std::size_t count(std::string_view html, std::string_view what) {
  std::size_t found = 0;
  for (auto at = html.find(what); at != html.npos; at = html.find(what, at + 1)) ++found;
  return found;
}

/// Reads the text of HTML once, block by block.
class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html) {}

  double height() {
    for (std::size_t i = 0; i < html_.size(); ++i) {
      if (html_[i] == '<') {
        i = tag(i);
      } else if (depth_ == 0 && (static_cast<unsigned char>(html_[i]) & 0xC0) != 0x80) {
        ++characters_;
      }
    }
    end_block();
    return sum_;
  }

 private:
  std::size_t tag(std::size_t begin) {
    const auto end = std::min(html_.find('>', begin), html_.size() - 1);
    const auto name = html_.substr(begin + 1, end - begin - 1);
    for (const char* hidden : {"table", "svg", "code"}) {
      if (name.starts_with(hidden)) ++depth_;
      if (name.starts_with(std::string("/") + hidden)) --depth_;
    }
    for (const char* block : {"p", "/p", "li", "/li", "h2", "/h2", "h3", "/h3", "/section"}) {
      if (name == block || name.starts_with(std::string(block) + " ")) end_block();
    }
    if (name.starts_with("div class=\"assumptions long")) size_ = kSmall;
    if (name == "/div") size_ = 1;
    if (name.starts_with("ul") || name.starts_with("ol")) in_list_ = true;
    if (name == "/ul" || name == "/ol") in_list_ = false;
    return end;
  }

  // Lists stand in two columns.
  void end_block() {
    const double columns = in_list_ ? 2 : 1;
    if (characters_ > 0) {
      sum_ += size_ * (std::ceil(characters_ * columns / kCharacters) * kLine + kBlock) / columns;
    }
    characters_ = 0;
  }

  std::string_view html_;
  bool in_list_ = false;
  double size_ = 1;
  double characters_ = 0;
  int depth_ = 0;
  double sum_ = 0;
};

}  // namespace

double printed_height(std::string_view html) {
  const auto headings = static_cast<double>(count(html, "<h2")) * (kHeading - kLine);
  const auto diagrams = static_cast<double>(count(html, "<figure class=\"diagram ")) * kDiagram;
  const double row = html.find("futures many") == html.npos ? kRow : kSmallRow;
  return Reader(html).height() + headings + diagrams +
         static_cast<double>(count(html, "<tr")) * row;
}

double fitting_chart_height(std::string_view first_page_without_charts) {
  constexpr double kRows = 3;
  constexpr double kLeast = 108;
  constexpr double kMost = 186;
  // The larger type of the title, the frame of the answer and the gaps between charts.
  constexpr double kMore = 68;
  const double rest = kPage - kMore - 1.12 * printed_height(first_page_without_charts);
  return std::clamp(std::floor(rest / kRows / kPixel), kLeast, kMost);
}

}  // namespace slackwater::report
