#include "slackwater/base/source_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace slackwater::base {
namespace {

Position at(int line, int column) { return {line, column}; }

std::vector<std::string> lines_of(const SourceText& source) {
  std::vector<std::string> out;
  for (int i = 1; i <= source.line_count(); ++i) out.emplace_back(source.line(i));
  return out;
}

using Lines = std::vector<std::string>;

TEST(SourceTextTest, KeepsItsNameAndEveryByte) {
  const std::string bytes("a\0b\r\n\xFF", 6);
  const SourceText source("dir/m.sd", bytes);
  EXPECT_EQ(source.name(), "dir/m.sd");
  EXPECT_EQ(source.text(), bytes);
}

TEST(SourceTextTest, CountsLinesAndColumnsFromOne) {
  const SourceText source("m", "ab\ncd\n");
  EXPECT_EQ(source.position(0), at(1, 1));
  EXPECT_EQ(source.position(1), at(1, 2));
  EXPECT_EQ(source.position(2), at(1, 3)) << "the line end belongs to its line";
  EXPECT_EQ(source.position(3), at(2, 1));
  EXPECT_EQ(source.position(5), at(2, 3));
  EXPECT_EQ(source.position(6), at(3, 1));
}

TEST(SourceTextTest, AnEmptyTextIsOneEmptyLine) {
  const SourceText source("m", "");
  EXPECT_EQ(lines_of(source), Lines{""});
  EXPECT_EQ(source.position(0), at(1, 1));
  EXPECT_EQ(source.line_start(1), 0u);
  EXPECT_EQ(source.slice({0, 0}), "");
}

TEST(SourceTextTest, TheLastLineMayLackItsEnd) {
  EXPECT_EQ(lines_of(SourceText("m", "ab\ncd")), (Lines{"ab", "cd"}));
  EXPECT_EQ(lines_of(SourceText("m", "ab\ncd\n")), (Lines{"ab", "cd", ""}));
  EXPECT_EQ(lines_of(SourceText("m", "\n\n")), (Lines{"", "", ""}));
  EXPECT_EQ(lines_of(SourceText("m", "ab")), Lines{"ab"});
  EXPECT_EQ(SourceText("m", "ab\ncd").position(5), at(2, 3));
}

TEST(SourceTextTest, WindowsLineEndsAreNoPartOfALine) {
  const SourceText source("m", "ab\r\n\r\ncd\r\n");
  EXPECT_EQ(lines_of(source), (Lines{"ab", "", "cd", ""}));
  EXPECT_EQ(source.line_start(2), 4u);
  EXPECT_EQ(source.line_start(3), 6u);
  EXPECT_EQ(source.position(2), at(1, 3));
  EXPECT_EQ(source.position(4), at(2, 1));
  EXPECT_EQ(source.position(7), at(3, 2));
}

TEST(SourceTextTest, ALoneCarriageReturnEndsNoLine) {
  const SourceText source("m", "a\rb\nc");
  EXPECT_EQ(lines_of(source), (Lines{"a\rb", "c"}));
  EXPECT_EQ(source.position(2), at(1, 3));
}

TEST(SourceTextTest, ATabIsOneColumn) {
  const SourceText source("m", "\ta\t\tb");
  EXPECT_EQ(source.position(1), at(1, 2));
  EXPECT_EQ(source.position(4), at(1, 5));
}

// One, two, three and four bytes: U+0061, U+00E9, U+20AC, U+1F30A. Source: RFC 3629, section 3.
TEST(SourceTextTest, AColumnIsACodePointNotAByte) {
  const SourceText source("m", "a\u00E9\u20AC\U0001F30Ax\n\u00E9y");
  EXPECT_EQ(source.position(1), at(1, 2));
  EXPECT_EQ(source.position(3), at(1, 3));
  EXPECT_EQ(source.position(6), at(1, 4));
  EXPECT_EQ(source.position(10), at(1, 5));
  EXPECT_EQ(source.position(11), at(1, 6));
  EXPECT_EQ(source.position(12), at(2, 1));
  EXPECT_EQ(source.position(14), at(2, 2));
}

TEST(SourceTextTest, ACombiningMarkIsACodePointOfItsOwn) {
  EXPECT_EQ(SourceText("m", "e\u0301x").position(3), at(1, 3));
}

TEST(SourceTextTest, AByteOrderMarkIsNoColumn) {
  const SourceText source("m",
                          "\xEF\xBB\xBF"
                          "ab\n\xEF\xBB\xBF"
                          "c");
  EXPECT_EQ(source.position(0), at(1, 1));
  EXPECT_EQ(source.position(3), at(1, 1));
  EXPECT_EQ(source.position(4), at(1, 2));
  EXPECT_EQ(source.position(9), at(2, 2)) << "only the first bytes of a text can be one";
  EXPECT_EQ(source.line_start(1), 0u);
}

TEST(SourceTextTest, APlaceBehindTheEndIsTheEnd) {
  const SourceText source("m", "ab\nc");
  EXPECT_EQ(source.position(5), at(2, 2));
  EXPECT_EQ(source.position(0xFFFFFFFFu), at(2, 2));
}

TEST(SourceTextTest, ALineOutsideTheTextIsTheNearestOne) {
  const SourceText source("m", "ab\ncd\nef");
  EXPECT_EQ(source.line(0), "ab");
  EXPECT_EQ(source.line(-1), "ab");
  EXPECT_EQ(source.line(-2147483647 - 1), "ab");
  EXPECT_EQ(source.line(4), "ef");
  EXPECT_EQ(source.line(2147483647), "ef");
  EXPECT_EQ(source.line_start(-1), 0u);
  EXPECT_EQ(source.line_start(0), 0u);
  EXPECT_EQ(source.line_start(9), 6u);
}

TEST(SourceTextTest, PositionsAndLineStartsAreInverse) {
  const SourceText source("m", "one\n\ntwo\r\n\n\nthree");
  EXPECT_EQ(source.line_count(), 6);
  for (int line = 1; line <= source.line_count(); ++line) {
    EXPECT_EQ(source.position(source.line_start(line)), at(line, 1));
    const auto text = source.line(line);
    EXPECT_EQ(text.data(), source.text().data() + source.line_start(line));
  }
}

TEST(SourceTextTest, ASliceIsHalfOpen) {
  const SourceText source("m", "abcdef");
  EXPECT_EQ(source.slice({1, 3}), "bc");
  EXPECT_EQ(source.slice({0, 6}), "abcdef");
  EXPECT_EQ(source.slice({2, 2}), "");
}

TEST(SourceTextTest, ASliceEndsWithTheText) {
  const SourceText source("m", "abc");
  EXPECT_EQ(source.slice({1, 99}), "bc");
  EXPECT_EQ(source.slice({3, 4}), "");
  EXPECT_EQ(source.slice({98, 99}), "");
  EXPECT_EQ(source.slice({2, 1}), "") << "a span the wrong way round is empty";
}

TEST(SpanTest, ACoverIsTheSmallestSpanOfBoth) {
  EXPECT_EQ(cover({2, 4}, {7, 9}), (Span{2, 9}));
  EXPECT_EQ(cover({7, 9}, {2, 4}), (Span{2, 9}));
  EXPECT_EQ(cover({2, 9}, {3, 5}), (Span{2, 9}));
  EXPECT_EQ(cover({2, 5}, {3, 9}), (Span{2, 9}));
  EXPECT_EQ(cover({4, 4}, {4, 4}), (Span{4, 4}));
  EXPECT_NE((Span{1, 2}), (Span{1, 3}));
  EXPECT_NE((Span{1, 3}), (Span{2, 3}));
}

}  // namespace
}  // namespace slackwater::base
