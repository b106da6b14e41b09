#include "slackwater/diagram/font.hpp"

#include <algorithm>
#include <array>

namespace slackwater::diagram {
namespace {

// Advance widths of U+0020 to U+007E in thousandths of the size. DejaVu Sans is the widest font
// that the briefing's font list can end at, so what fits it fits Helvetica, Arial and Liberation
// too. Source: the hmtx tables of DejaVu Sans and DejaVu Sans Bold 2.37.
constexpr std::array<int, 95> kRegular = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
constexpr std::array<int, 95> kBold = {
    348,  456, 521, 838, 696, 1002, 872, 306,  457, 457, 523, 838, 380, 415,  380, 365,
    696,  696, 696, 696, 696, 696,  696, 696,  696, 696, 400, 400, 838, 838,  838, 580,
    1000, 774, 762, 734, 830, 683,  683, 821,  837, 372, 372, 775, 637, 995,  837, 850,
    733,  850, 770, 720, 682, 812,  774, 1103, 771, 724, 725, 457, 365, 457,  838, 500,
    500,  675, 716, 593, 716, 678,  435, 716,  712, 343, 343, 665, 343, 1042, 712, 687,
    716,  716, 493, 595, 478, 712,  652, 924,  645, 652, 582, 712, 365, 712,  838};
constexpr int kOther = 850;  // most letters beyond ASCII are narrower
constexpr int kWide = 1050;  // CJK and emoji take a full square

int advance(std::string_view code_point, bool bold) {
  if (code_point.size() == 1) {
    const auto c = static_cast<unsigned char>(code_point[0]);
    if (c >= 0x20 && c < 0x7f) return (bold ? kBold : kRegular)[c - 0x20u];
  }
  return code_point.size() >= 3 ? kWide : kOther;
}

std::string_view trimmed_end(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<std::string_view> code_points(std::string_view text) {
  std::vector<std::string_view> points;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    points.push_back(text.substr(i, end - i));
    i = end;
  }
  return points;
}

double text_width(std::string_view text, double size, bool bold) {
  int sum = 0;
  for (const auto point : code_points(text)) sum += advance(point, bold);
  return sum * size / 1000;
}

std::string shortened(std::string_view text, double width, double size, bool bold) {
  if (text_width(text, size, bold) <= width) return std::string(text);
  const std::string ellipsis = "\u2026";
  std::string kept;
  for (const auto point : code_points(text)) {
    const std::string longer = kept + std::string(point);
    if (text_width(longer + ellipsis, size, bold) > width) break;
    kept = longer;
  }
  return std::string(trimmed_end(kept)) + ellipsis;
}

std::vector<std::string> wrapped(std::string_view text, double width, double size, bool bold,
                                 std::size_t lines) {
  std::vector<std::string> result;
  while (!text.empty() && result.size() + 1 < lines && text_width(text, size, bold) > width) {
    std::size_t cut = std::string_view::npos;
    for (auto blank = text.find(' '); blank != std::string_view::npos;
         blank = text.find(' ', blank + 1)) {
      if (text_width(text.substr(0, blank), size, bold) > width) break;
      cut = blank;
    }
    if (cut == std::string_view::npos) break;
    result.emplace_back(text.substr(0, cut));
    text.remove_prefix(cut + 1);
  }
  if (!text.empty()) result.push_back(shortened(text, width, size, bold));
  return result;
}

}  // namespace slackwater::diagram
