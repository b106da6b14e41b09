#include "terminal_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "font.hpp"

namespace slackwater::report {
namespace {

constexpr std::size_t kNarrowest = 40;

// What the engine itself writes beyond ASCII; the user's own words stay as they are.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kAscii = {
    {{"\u2212", "-"},
     {"\u2013", "-"},
     {"\u00d7", "x"},
     {"\u00a0", " "},
     {"\u221e", "inf"},
     {"\u2026", "..."},
     {"\u25b2", "+"},
     {"\u25bc", "-"},
     {"\u2713", "ok  "},
     {"\u2717", "FAIL"},
     {"\u2205", "VOID"},
     {"\u00b7", "-"},
     {"\u201c", "\""},
     {"\u201d", "\""}}};

bool is_wide(std::string_view point) {
  if (point.size() == 4) return true;
  if (point.size() != 3) return false;
  const auto value = (static_cast<unsigned char>(point[0]) & 0x0Fu) << 12 |
                     (static_cast<unsigned char>(point[1]) & 0x3Fu) << 6 |
                     (static_cast<unsigned char>(point[2]) & 0x3Fu);
  return (value >= 0x1100 && value <= 0x115F) || (value >= 0x2E80 && value <= 0xD7A3) ||
         (value >= 0xF900 && value <= 0xFAFF) || (value >= 0xFE30 && value <= 0xFE6F) ||
         (value >= 0xFF00 && value <= 0xFF60);
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (const auto point : code_points(text)) count += is_wide(point) ? 2 : 1;
  return count;
}

std::string left(std::string_view text, std::size_t width) {
  const auto used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string right(std::string_view text, std::size_t width) {
  const auto used = columns(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::vector<std::string> broken(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string current;
  while (!text.empty()) {
    const auto blank = text.find_first_of(" \n");
    const auto word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    if (word.empty()) continue;
    if (!current.empty() && columns(current) + 1 + columns(word) > width) {
      lines.push_back(std::exchange(current, {}));
    }
    if (!current.empty()) current += ' ';
    current += word;
  }
  if (!current.empty()) lines.push_back(std::move(current));
  return lines;
}

TerminalText::TerminalText(const TerminalOptions& options)
    : options_(options),
      width_(std::max(kNarrowest, static_cast<std::size_t>(std::max(options.width, 0)))) {}

std::string TerminalText::cut(std::string_view text, std::size_t width) const {
  if (columns(text) <= width) return std::string(text);
  const std::string ellipsis = options_.unicode ? "\u2026" : "...";
  std::string kept;
  for (const auto point : code_points(text)) {
    if (columns(kept) + columns(point) + columns(ellipsis) > width) break;
    kept += point;
  }
  return kept + ellipsis;
}

std::string TerminalText::field(std::string_view text, std::size_t width, Tone tone) const {
  const auto used = columns(text);
  return toned(text, tone) + std::string(used < width ? width - used : 0, ' ');
}

std::string TerminalText::toned(std::string_view text, Tone tone) const {
  if (!options_.color || tone == Tone::plain || text.empty()) return std::string(text);
  const char* code = tone == Tone::bold   ? "1"
                     : tone == Tone::soft ? "2"
                     : tone == Tone::good ? "32"
                                          : "31";
  return std::string("\033[") + code + "m" + std::string(text) + "\033[0m";
}

std::string TerminalText::shown(std::string_view text) const {
  std::string result;
  for (const auto point : code_points(text)) {
    // A name with an escape sequence must not take over the terminal.
    const bool control = point.size() == 1 && static_cast<unsigned char>(point[0]) < 0x20;
    const auto found = std::ranges::find(kAscii, point, &decltype(kAscii)::value_type::first);
    if (control) {
      result += ' ';
    } else if (!options_.unicode && found != kAscii.end()) {
      result += found->second;
    } else {
      result += point;
    }
  }
  return result;
}

void TerminalText::paragraph(std::string_view text, std::size_t indent, Tone tone) {
  for (const auto& part : broken(shown(text), width_ - indent)) {
    line(std::string(indent, ' ') + toned(part, tone));
  }
}

}  // namespace slackwater::report
