#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slackwater::base {

/// A half-open range of byte offsets into one SourceText.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that covers both.
Span cover(Span a, Span b);

/// A place as people count it: both numbers start at 1; a column counts code points, not bytes.
struct Position {
  int line = 1;
  int column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

/// One text under one name: a model file, a scenario file, a rule typed in Python.
///
/// Guarantees: immutable after construction, so diagnostics may share it by pointer.
class SourceText {
 public:
  /// `name` is what messages print before the line number (usually the path as the user gave it).
  SourceText(std::string name, std::string text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  std::string_view slice(Span span) const;

  Position position(std::uint32_t offset) const;
  int line_count() const { return static_cast<int>(line_starts_.size()); }
  /// The text of a line (counted from 1) without its line end.
  std::string_view line(int number) const;
  /// The offset at which a line (counted from 1) starts.
  std::uint32_t line_start(int number) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

using SourcePtr = std::shared_ptr<const SourceText>;

/// A span together with the text that it is a part of; `source` may be null when there is no text.
struct Place {
  SourcePtr source;
  Span span;
};

}  // namespace slackwater::base
