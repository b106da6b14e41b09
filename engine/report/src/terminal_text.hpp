#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "slackwater/report/terminal_table.hpp"

namespace slackwater::report {

enum class Tone { plain, bold, soft, good, bad };

/// Lays text out for a terminal: colours on request, ASCII on request, lines no wider than the
/// terminal.
class TerminalText {
 public:
  explicit TerminalText(const TerminalOptions& options);

  /// The text in a tone; without colour the text itself.
  std::string toned(std::string_view text, Tone tone) const;
  /// The text as this terminal can show it.
  std::string shown(std::string_view text) const;
  /// At most `width` columns of it; what is cut off is marked by an ellipsis.
  std::string cut(std::string_view text, std::size_t width) const;
  /// The text in a tone, then blanks up to the width.
  std::string field(std::string_view text, std::size_t width, Tone tone) const;
  /// Adds a paragraph wrapped at the width, each line behind `indent` blanks.
  void paragraph(std::string_view text, std::size_t indent, Tone tone = Tone::plain);
  void line(std::string_view text = {}) { out_.append(text).push_back('\n'); }
  std::size_t width() const { return width_; }
  std::string take() { return std::move(out_); }

 private:
  TerminalOptions options_;
  std::size_t width_;
  std::string out_;
};

/// Columns that a text takes; each code point takes one, East Asian wide ones two.
std::size_t columns(std::string_view text);
std::string left(std::string_view text, std::size_t width);
std::string right(std::string_view text, std::size_t width);
/// Lines of at most `width` columns, broken at blanks.
std::vector<std::string> broken(std::string_view text, std::size_t width);

}  // namespace slackwater::report
