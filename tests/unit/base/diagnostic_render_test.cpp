#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::base {
namespace {

SourcePtr source_of(const std::string& text, const std::string& name = "m.sd") {
  return std::make_shared<const SourceText>(name, text);
}

Diagnostic error_at(const std::string& text, Span span) {
  return {Severity::error, "E0204", "unknown name", {source_of(text), span}, "", {}};
}

/// The place of `part` in `text`, once there.
Span span_of(const std::string& text, const std::string& part) {
  const auto begin = text.find(part);
  EXPECT_NE(begin, std::string::npos) << part;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + part.size())};
}

/// The line with the text and the line with the caret, without the head.
std::string excerpt(const std::string& text, Span span) {
  const auto out = render(error_at(text, span));
  return out.substr(out.find('\n') + 1);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// The code points of valid UTF-8, or nothing. Source: RFC 3629, section 3.
std::vector<std::string> code_points(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first >= 0x80 && first < 0xC2) return {};
    if (i + size > text.size()) return {};
    for (std::size_t k = 1; k < size; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0u) != 0x80u) return {};
    }
    out.emplace_back(text.substr(i, size));
    i += size;
  }
  return out;
}

/// What stands over the carets, code point for code point.
std::string pointed_at(const std::string& text, Span span) {
  const auto lines = lines_of(excerpt(text, span));
  const auto shown = code_points(lines.at(0));
  const auto& carets = lines.at(1);
  EXPECT_FALSE(shown.empty()) << "no valid UTF-8: " << lines[0];
  std::string out;
  for (std::size_t i = 0; i < carets.size() && i < shown.size(); ++i) {
    if (carets[i] == '^') out += shown[i];
  }
  return out;
}

TEST(RenderTest, IsTheHeadTheLineAndACaretAsWideAsTheSpan) {
  const std::string text = "stock a: 1 = 1\naux b: 1 = foo + 2\n";
  EXPECT_EQ(render(error_at(text, span_of(text, "foo"))),
            "m.sd:2:12: error: unknown name [E0204]\n"
            "    2 | aux b: 1 = foo + 2\n"
            "      |            ^^^\n");
}

TEST(RenderTest, ASeverityHasItsWord) {
  auto diagnostic = error_at("x", {0, 1});
  diagnostic.severity = Severity::warning;
  EXPECT_EQ(lines_of(render(diagnostic))[0], "m.sd:1:1: warning: unknown name [E0204]");
  diagnostic.severity = Severity::note;
  EXPECT_EQ(lines_of(render(diagnostic))[0], "m.sd:1:1: note: unknown name [E0204]");
}

TEST(RenderTest, WithoutACodeThereAreNoBrackets) {
  auto diagnostic = error_at("x", {0, 1});
  diagnostic.code.clear();
  EXPECT_EQ(lines_of(render(diagnostic))[0], "m.sd:1:1: error: unknown name");
}

TEST(RenderTest, WithoutATextThereIsOnlyTheMessage) {
  Diagnostic diagnostic{Severity::error, "E9001", "no such file", {}, "", {}};
  EXPECT_EQ(render(diagnostic), "error: no such file [E9001]\n");
  diagnostic.hint = "look again";
  EXPECT_EQ(render(diagnostic), "error: no such file [E9001]\n   hint: look again\n");
}

TEST(RenderTest, TheColumnOfTheHeadIsTheColumnOfTheCaret) {
  const std::string text = "aux h\u00F6he: 1 = \u20AC + foo\n";
  const auto lines = lines_of(render(error_at(text, span_of(text, "foo"))));
  const std::size_t gutter = 8;
  EXPECT_EQ(lines[0].substr(0, 10), "m.sd:1:19:");
  EXPECT_EQ(lines[2].find('^'), gutter + 19 - 1);
}

TEST(RenderTest, NotesFollowInTheirOrderAndTheHintIsLast) {
  const std::string text = "aux a: 1 = 1\naux b: 1 = 2\naux a: 1 = 3\n";
  Diagnostic diagnostic{Severity::warning,           "E0201",     "'a' is declared twice",
                        {source_of(text), {30, 31}}, "rename it", {}};
  diagnostic.notes.push_back({"declared here", {source_of(text), {4, 5}}});
  diagnostic.notes.push_back({"and used there", {source_of("x = a", "s.yaml"), {4, 5}}});
  diagnostic.notes.push_back({"a remark", {}});
  EXPECT_EQ(render(diagnostic),
            "m.sd:3:5: warning: 'a' is declared twice [E0201]\n"
            "    3 | aux a: 1 = 3\n"
            "      |     ^\n"
            "m.sd:1:5: note: declared here\n"
            "    1 | aux a: 1 = 1\n"
            "      |     ^\n"
            "s.yaml:1:5: note: and used there\n"
            "    1 | x = a\n"
            "      |     ^\n"
            "note: a remark\n"
            "   hint: rename it\n");
}

TEST(RenderTest, SeveralAreOneBehindTheOther) {
  Diagnostics found;
  EXPECT_EQ(render(found), "");
  found.add(error_at("b", {0, 1}));
  found.add(error_at("a", {0, 1})).hint = "h";
  EXPECT_EQ(render(found), render(found.entries()[0]) + render(found.entries()[1]));
  EXPECT_NE(render(found.entries()[0]), render(found.entries()[1]));
}

// SGR 1 is bold, 31 red, 35 magenta, 36 cyan, 0 the end of it. Source: ECMA-48, section 8.3.117.
TEST(RenderTest, ColoursTheWordAndTheCaret) {
  auto diagnostic = error_at("x = y", {4, 5});
  diagnostic.notes.push_back({"n", {source_of("y"), {0, 1}}});
  EXPECT_EQ(render(diagnostic, {.color = true}),
            "m.sd:1:5: \x1b[1;31merror\x1b[0m: unknown name [E0204]\n"
            "    1 | x = y\n"
            "      |     \x1b[1;31m^\x1b[0m\n"
            "m.sd:1:1: \x1b[1;36mnote\x1b[0m: n\n"
            "    1 | y\n"
            "      | \x1b[1;36m^\x1b[0m\n");
  diagnostic.severity = Severity::warning;
  EXPECT_NE(render(diagnostic, {.color = true}).find("\x1b[1;35mwarning\x1b[0m"),
            std::string::npos);
}

TEST(RenderTest, ColourIsAllThatColourAdds) {
  auto diagnostic = error_at("x = foo", {4, 7});
  diagnostic.hint = "h";
  Diagnostics found;
  found.add(diagnostic);
  auto colored = render(found, {.color = true});
  EXPECT_NE(colored, render(found));
  for (std::size_t at; (at = colored.find('\x1b')) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  EXPECT_EQ(colored, render(found));
}

TEST(RenderTest, AnEmptySpanIsOneCaret) {
  EXPECT_EQ(excerpt("abc", {1, 1}), "    1 | abc\n      |  ^\n");
  EXPECT_EQ(excerpt("", {0, 0}), "    1 | \n      | ^\n");
}

TEST(RenderTest, TheEndOfATextIsBehindItsLastLetter) {
  EXPECT_EQ(excerpt("abc", {3, 3}), "    1 | abc\n      |    ^\n");
  EXPECT_EQ(excerpt("abc\n", {4, 4}), "    2 | \n      | ^\n");
  EXPECT_EQ(excerpt("abc", {50, 60}), "    1 | abc\n      |    ^\n");
}

TEST(RenderTest, ALineEndIsBehindTheLastLetter) {
  EXPECT_EQ(excerpt("abc\ndef", {3, 4}), "    1 | abc\n      |    ^\n");
  EXPECT_EQ(excerpt("abc\r\ndef", {3, 5}), "    1 | abc\n      |    ^\n");
  EXPECT_EQ(excerpt("abc\r\ndef", {4, 5}), "    1 | abc\n      |    ^\n");
  EXPECT_EQ(excerpt("abc\r\ndef\r\n", {6, 8}), "    2 | def\n      |  ^^\n");
}

TEST(RenderTest, ASpanOverSeveralLinesShowsTheFirst) {
  EXPECT_EQ(excerpt("a = max(1,\n  2,\n  3)\n", {4, 20}),
            "    1 | a = max(1,\n"
            "      |     ^^^^^^\n");
  EXPECT_EQ(excerpt("a = max(1,\r\n  2)\r\n", {4, 17}),
            "    1 | a = max(1,\n"
            "      |     ^^^^^^\n");
}

// A terminal puts a tab where it likes: the same tab below it keeps the caret in place.
TEST(RenderTest, ATabBeforeTheSpanIsATabBeforeTheCaret) {
  EXPECT_EQ(excerpt("\ta\t= b", {5, 6}), "    1 | \ta\t= b\n      | \t \t  ^\n");
  EXPECT_EQ(excerpt("\t\u00E9\tb", {4, 5}), "    1 | \t\u00E9\tb\n      | \t \t^\n");
}

TEST(RenderTest, ATabInTheSpanIsOneCaret) {
  EXPECT_EQ(excerpt("a\tb c", {0, 3}), "    1 | a\tb c\n      | ^^^\n");
}

TEST(RenderTest, ACodePointOfSeveralBytesIsOneCaret) {
  EXPECT_EQ(excerpt("\u00E9\u20AC\U0001F30A", {0, 9}),
            "    1 | \u00E9\u20AC\U0001F30A\n      | ^^^\n");
  EXPECT_EQ(excerpt("\u00E9\u20AC\U0001F30A!", {5, 9}),
            "    1 | \u00E9\u20AC\U0001F30A!\n      |   ^\n");
}

// Columns count code points, and so do carets: letters that a terminal draws two cells wide or on
// top of another are one each.
TEST(RenderTest, WideAndCombiningLettersCountLikeColumns) {
  EXPECT_EQ(excerpt("\u4EBA\u53E3 = x", {0, 6}), "    1 | \u4EBA\u53E3 = x\n      | ^^\n");
  EXPECT_EQ(excerpt("\u4EBA\u53E3 = x", {9, 10}), "    1 | \u4EBA\u53E3 = x\n      |      ^\n");
  EXPECT_EQ(excerpt("e\u0301 = x", {0, 3}), "    1 | e\u0301 = x\n      | ^^\n");
}

TEST(RenderTest, AByteOrderMarkIsNotShown) {
  const std::string text =
      "\xEF\xBB\xBF"
      "stok a\nb\n";
  EXPECT_EQ(render(error_at(text, {3, 7})),
            "m.sd:1:1: error: unknown name [E0204]\n"
            "    1 | stok a\n"
            "      | ^^^^\n");
  EXPECT_EQ(excerpt(text, {8, 9}), "    1 | stok a\n      |      ^\n");
  EXPECT_EQ(excerpt(text, {0, 0}), "    1 | stok a\n      | ^\n");
  EXPECT_EQ(excerpt(text, {0, 7}), "    1 | stok a\n      | ^^^^\n");
  EXPECT_EQ(excerpt(text, {10, 11}), "    2 | b\n      | ^\n");
  EXPECT_EQ(excerpt("\xEF\xBB\xBF", {3, 3}), "    1 | \n      | ^\n");
}

TEST(RenderTest, LineNumbersStandToTheRightOfTheirColumn) {
  const std::string text(123455, '\n');
  EXPECT_EQ(excerpt(text + "x", {99, 99}), "  100 | \n      | ^\n");
  EXPECT_EQ(excerpt(text + "x", {99998, 99998}), "99999 | \n      | ^\n");
  EXPECT_EQ(excerpt(text + "x", {123455, 123456}), "123456 | x\n       | ^\n");
}

constexpr std::size_t kGutter = 8;
constexpr std::size_t kLongestExcerpt = 200;

TEST(RenderTest, ALineOfTwoHundredBytesIsWhole) {
  const std::string line(kLongestExcerpt, 'x');
  EXPECT_EQ(lines_of(excerpt(line, {150, 151}))[0], "    1 | " + line);
  EXPECT_EQ(lines_of(excerpt(line, {150, 151}))[1], "      | " + std::string(150, ' ') + "^");
}

TEST(RenderTest, ALongerLineIsCutWhereNothingIsPointedAt) {
  const std::string line = std::string(1000, 'a') + "foo" + std::string(1000, 'b');
  const auto lines = lines_of(excerpt(line, span_of(line, "foo")));
  EXPECT_EQ(lines[0].substr(kGutter, 4), "...a");
  EXPECT_EQ(lines[0].substr(lines[0].size() - 4), "b...");
  EXPECT_EQ(lines[0].size(), kGutter + kLongestExcerpt + 6);
  EXPECT_EQ(pointed_at(line, span_of(line, "foo")), "foo");
}

TEST(RenderTest, ACutLineHasDotsOnlyWhereItIsCut) {
  const std::string line = "foo" + std::string(1000, 'x') + "bar";
  const auto front = lines_of(excerpt(line, span_of(line, "foo")));
  EXPECT_EQ(front[0].substr(kGutter, 4), "foox");
  EXPECT_EQ(front[0].substr(front[0].size() - 4), "x...");
  EXPECT_EQ(front[1], "      | ^^^");
  const auto back = lines_of(excerpt(line, span_of(line, "bar")));
  EXPECT_EQ(back[0].substr(kGutter, 4), "...x");
  EXPECT_EQ(back[0].substr(back[0].size() - 4), "xbar");
}

/// A line of `count` different-looking code points of one to four bytes.
std::string mixed_line(std::size_t count) {
  const char* const letters[] = {"a", "\u00E9", "\u20AC", "\U0001F30A", "b", "\u4EBA", "c"};
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += letters[i * i % 7];
  return out;
}

TEST(RenderTest, WhereverALongLineIsCutTheCaretStaysUnderItsText) {
  for (const std::size_t length : {30u, 80u, 90u, 120u, 400u}) {
    const auto line = mixed_line(length);
    const auto letters = code_points(line);
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 2 <= letters.size(); ++i) {
      const auto two = letters[i] + letters[i + 1];
      const Span span{static_cast<std::uint32_t>(begin),
                      static_cast<std::uint32_t>(begin + two.size())};
      ASSERT_EQ(pointed_at(line, span), two) << length << " letters, the one at " << i;
      ASSERT_LE(lines_of(excerpt(line, span))[0].size(), kGutter + kLongestExcerpt + 6);
      begin += letters[i].size();
    }
  }
}

TEST(RenderTest, ALongSpanEndsWithTheExcerpt) {
  const std::string line(1000, 'x');
  const auto lines = lines_of(excerpt(line, {10, 900}));
  EXPECT_EQ(lines[1], "      | " + std::string(10, ' ') + std::string(kLongestExcerpt - 10, '^'));
}

TEST(RenderTest, TheEndOfALongLineIsShown) {
  const std::string line = std::string(1000, 'x') + "y";
  const auto lines = lines_of(excerpt(line, {1001, 1001}));
  EXPECT_EQ(lines[0].back(), 'y');
  EXPECT_EQ(lines[1].size(), lines[0].size() + 1);
  EXPECT_EQ(lines[1].back(), '^');
}

TEST(RenderTest, BytesThatAreNoTextAreNoTrouble) {
  for (const char byte : {'\x80', '\xBF', '\xC3', '\xF0', '\xFF', '\0'}) {
    const std::string line(700, byte);
    for (const std::uint32_t begin : {0u, 99u, 100u, 350u, 699u, 700u}) {
      const auto lines = lines_of(excerpt(line, {begin, begin + 2}));
      ASSERT_EQ(lines.size(), 2u);
      EXPECT_LE(lines[0].size(), kGutter + kLongestExcerpt + 6);
      EXPECT_EQ(lines[1].back(), '^');
    }
  }
}

}  // namespace
}  // namespace slackwater::base
