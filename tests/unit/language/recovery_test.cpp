#include "parsing.hpp"

namespace slackwater::language {
namespace {

std::string unreadable(const SyntaxTree& tree) {
  std::string out;
  for (const auto& name : tree.unreadable) out += (out.empty() ? "" : ",") + name.text;
  return out;
}

TEST(RecoveryTest, AnErrorInOneDeclarationLeavesTheOthers) {
  const auto parsed =
      parse("aux a: 1 = 1\naux b: 1 = (2\naux c: 1 = 3\nstok d: 1 = 4\naux e: 1 = 5\n");
  ASSERT_EQ(parsed.tree.declarations.size(), 3u);
  EXPECT_EQ(parsed.variable(1).name.text, "c");
  EXPECT_EQ(parsed.variable(2).name.text, "e");
  EXPECT_EQ(parsed.diagnostics.error_count(), 2);
  EXPECT_EQ(unreadable(parsed.tree), "b,d");
}

TEST(RecoveryTest, ABrokenTimeDeclarationIsNotedAsTime) {
  EXPECT_EQ(unreadable(parse("time week from 0\n").tree), "time");
}

TEST(RecoveryTest, AnOpenTextEndsWithItsLine) {
  const auto parsed = parse("aux a: 1 = 1\n    \"open\naux b: 1 = 2\n");
  ASSERT_EQ(parsed.tree.declarations.size(), 1u);
  EXPECT_EQ(parsed.variable().name.text, "b");
  EXPECT_EQ(parsed.diagnostics.error_count(), 1);
}

TEST(RecoveryTest, AnOpenTextEndsAtTheMarginABlankLineOrASource) {
  for (const std::string rest :
       {"\naux b: 1 = 2 \"x\"\n", "\n\n    \"later\"\n", "\n    source \"x\"\n", ""}) {
    const auto parsed = parse("aux a: 1 = 1\n    \"open; and\n    more" + rest);
    ASSERT_EQ(parsed.diagnostics.error_count(), 1) << parsed.messages();
    EXPECT_EQ(parsed.diagnostics.entries()[0].place.span, (base::Span{17, 27}));
  }
}

TEST(RecoveryTest, AClosingBracketAtTheMarginStillBelongs) {
  const auto parsed = parse_clean(
      "stock a[k]: 1 = {\n    x: 1,\n    y: 2\n}\n    inflow b\naux c: 1 = max(\n    1, 2\n)\n");
  EXPECT_EQ(parsed.tree.declarations.size(), 2u);
}

TEST(RecoveryTest, OneMessageForEachBrokenDeclaration) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "aux a" + std::to_string(i) + ": 1 = * 2 )) ((\n";
  EXPECT_EQ(parse(text).diagnostics.error_count(), 50);
}

TEST(RecoveryTest, LexicalErrorsAreLimited) {
  const auto parsed = parse(std::string(10000, '$'));
  EXPECT_EQ(parsed.diagnostics.error_count(), 25);
}

TEST(HostileTextTest, EmptyTextsAndBlankTexts) {
  for (const auto* text : {"", "\n", "\n\n\n", "   ", "# only a comment", "\xEF\xBB\xBF"}) {
    const auto parsed = parse_clean(text);
    EXPECT_TRUE(parsed.tree.declarations.empty());
    expect_round_trip(parsed.tree);
  }
}

TEST(HostileTextTest, WindowsLineEndsAndAByteOrderMark) {
  const auto parsed = parse_clean(
      "\xEF\xBB\xBFstock a: 1 = 1  # start\r\n    inflow b\r\n    \"text\"\r\n\r\n# next\r\naux c: "
      "1 = 2\r\n");
  ASSERT_EQ(parsed.tree.declarations.size(), 2u);
  EXPECT_EQ(parsed.variable().flows.size(), 1u);
  EXPECT_EQ(format(parsed.tree),
            "stock a: 1 = 1  # start\n    inflow b\n    \"text\"\n\n# next\naux c: 1 = 2\n");
}

TEST(HostileTextTest, ALoneCarriageReturnIsRefused) {
  const auto parsed = parse("aux a: 1 = 1\raux b: 1 = 2\n");
  EXPECT_EQ(parsed.diagnostics.entries()[0].message,
            "unexpected character carriage return without a line feed");
}

TEST(HostileTextTest, NulBytesEverywhere) {
  using std::string_literals::operator""s;
  for (const auto& text :
       {"aux a: 1 = \0 1\n"s, "aux a: 1 = 1 # \0\n"s, "aux a: 1 = 1 \"x\0\"\n"s, "\0"s}) {
    const auto parsed = parse(text);
    ASSERT_EQ(parsed.diagnostics.error_count(), 1) << parsed.messages();
    EXPECT_EQ(parsed.diagnostics.entries()[0].message, "unexpected NUL byte");
  }
}

TEST(HostileTextTest, InvalidUtf8Everywhere) {
  for (const auto* bytes :
       {"\xFF", "\xC3", "\xE2\x82", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80"}) {
    for (const std::string before : {"aux a: 1 = ", "aux a: 1 = 1 # ", "aux a: 1 = 1 \""}) {
      const auto parsed = parse(before + bytes + "\n");
      ASSERT_TRUE(parsed.diagnostics.has_errors());
      EXPECT_EQ(parsed.diagnostics.entries()[0].code, "E0102") << parsed.messages();
    }
  }
}

TEST(HostileTextTest, AWrongEncodingIsOneError) {
  const auto parsed = parse("aux a: 1 = 1  # caf\xE9 cr\xE8me\naux b: 1 = 2  # na\xEFve\n");
  ASSERT_EQ(parsed.diagnostics.error_count(), 1) << parsed.messages();
  EXPECT_EQ(parsed.diagnostics.entries()[0].message,
            "this is not valid UTF-8 in 3 places, of which this is the first");
}

TEST(HostileTextTest, ABinaryFileIsOneError) {
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>((i * 2654435761u) >> 13);
  const auto parsed = parse(bytes + std::string(3, '\0'));
  ASSERT_EQ(parsed.diagnostics.error_count(), 1) << parsed.messages();
  EXPECT_EQ(parsed.diagnostics.entries()[0].code, "E0101");
}

struct DeepText {
  const char* name;
  std::string text;
};

void PrintTo(const DeepText& deep, std::ostream* out) { *out << deep.name; }

class DeepTextTest : public testing::TestWithParam<DeepText> {};

TEST_P(DeepTextTest, IsRefusedInsteadOfExhaustingTheStack) {
  const auto parsed = parse(GetParam().text);
  ASSERT_EQ(parsed.diagnostics.error_count(), 1);
  EXPECT_EQ(parsed.diagnostics.entries()[0].code, "E0110") << parsed.messages();
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

constexpr int kMany = 100000;

INSTANTIATE_TEST_SUITE_P(
    Cases, DeepTextTest,
    testing::Values(DeepText{"parentheses", "aux a: 1 = " + repeated("(", kMany) + "1" +
                                                repeated(")", kMany) + "\n"},
                    DeepText{"signs", "aux a: 1 = " + repeated("-", kMany) + "1\n"},
                    DeepText{"negations", "aux a: 1 = " + repeated("not ", kMany) + "1\n"},
                    DeepText{"powers", "aux a: 1 = " + repeated("2^", kMany) + "1\n"},
                    DeepText{"sum", "aux a: 1 = " + repeated("1+", kMany) + "1\n"},
                    DeepText{"calls", "aux a: 1 = " + repeated("f(", kMany) + "1\n"},
                    DeepText{"conversions", "aux a: 1 = x" + repeated(" as week", kMany) + "\n"},
                    DeepText{"alternatives",
                             "aux a: 1 = " + repeated("if a then b else ", kMany) + "1\n"},
                    DeepText{"conditions", "aux a: 1 = " + repeated("if ", kMany) + "1\n"},
                    DeepText{"tables", "stock a: 1 = " + repeated("{a: ", kMany) + "1\n"},
                    DeepText{"unit_parentheses", "aux a: " + repeated("(", kMany) + "item = 1\n"},
                    DeepText{"unit_factors", "aux a: item" + repeated("*item", kMany) + " = 1\n"},
                    // Chains inside of nesting add up to one tall tree.
                    DeepText{"nested_chains", "aux a: 1 = " + repeated("(", 100) + "1" +
                                                  repeated(repeated("+1", 50) + ")", 100) + "\n"}),
    [](const auto& info) { return info.param.name; });

TEST(HostileTextTest, LongSumsWithinTheLimitAreFine) {
  const auto parsed = parse_clean("aux a: 1 = " + repeated("1 + ", 900) + "1\n");
  expect_round_trip(parsed.tree);
}

TEST(HostileTextTest, ManyDeclarationsAndLongLinesAreQuick) {
  std::string text;
  for (int i = 0; i < 20000; ++i)
    text += "aux a" + std::to_string(i) + ": item/week = min(b, c) * 2  # note\n";
  const auto parsed = parse_clean(text);
  EXPECT_EQ(parsed.tree.declarations.size(), 20000u);
  const auto table = parse_clean("lookup f(x: 1): 1 = " + repeated("(1, 2) ", 50000) + "\n");
  EXPECT_EQ(table.tree.declarations[0].lookup->points.size(), 50000u);
}

TEST(HostileTextTest, TextsAboveTheLimitAreRefused) {
  const auto parsed = parse(std::string((std::size_t{64} << 20) + 1, ' '));
  ASSERT_EQ(parsed.diagnostics.error_count(), 1);
  EXPECT_EQ(parsed.diagnostics.entries()[0].message, "the text is larger than 64 MiB");
}

}  // namespace
}  // namespace slackwater::language
