#include "slackwater/base/source_text.hpp"

#include <algorithm>

namespace slackwater::base {

Span cover(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), line_starts_{0} {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view SourceText::slice(Span span) const {
  const auto size = static_cast<std::uint32_t>(text_.size());
  const auto begin = std::min(span.begin, size);
  const auto end = std::clamp(span.end, begin, size);
  return std::string_view(text_).substr(begin, end - begin);
}

Position SourceText::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<int>(after - line_starts_.begin());
  const auto start = *(after - 1);
  auto before = std::string_view(text_).substr(start, offset - start);
  // Nobody sees a byte order mark, so nobody counts it.
  if (start == 0 && before.substr(0, 3) == "\xEF\xBB\xBF") before.remove_prefix(3);
  // A byte 10xxxxxx continues a UTF-8 sequence and is not a column of its own.
  const auto code_points = std::count_if(before.begin(), before.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  });
  return {line, static_cast<int>(code_points) + 1};
}

std::string_view SourceText::line(int number) const {
  number = std::clamp(number, 1, line_count());
  const auto start = line_start(number);
  const auto next = number < line_count() ? line_starts_[static_cast<std::size_t>(number)]
                                          : static_cast<std::uint32_t>(text_.size());
  auto result = std::string_view(text_).substr(start, next - start);
  while (!result.empty() && (result.back() == '\n' || result.back() == '\r')) {
    result.remove_suffix(1);
  }
  return result;
}

std::uint32_t SourceText::line_start(int number) const {
  return line_starts_[static_cast<std::size_t>(std::clamp(number, 1, line_count()) - 1)];
}

}  // namespace slackwater::base
