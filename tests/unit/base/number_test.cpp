#include "slackwater/base/number.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <locale>
#include <string>
#include <utility>
#include <vector>

namespace slackwater::base {
namespace {

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

/// Doubles of every exponent, the subnormal ones too. Source of the generator: Marsaglia, Xorshift
/// RNGs (2003).
std::vector<double> all_kinds_of_numbers(int count) {
  std::vector<double> out;
  std::uint64_t state = 88172645463325252ull;
  while (out.size() < static_cast<std::size_t>(count)) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    const bool subnormal = out.size() % 8 == 0;
    const auto value = std::bit_cast<double>(subnormal ? state & 0x800FFFFFFFFFFFFFull : state);
    if (std::isfinite(value)) out.push_back(value);
  }
  return out;
}

std::string printed(double value, int digits) {
  char buffer[64];
  const int size = std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
  return {buffer, static_cast<std::size_t>(size)};
}

/// A C++ and, where the system has one, a C locale that write 1234.5 as `1.234,5`.
class GermanLocale {
 public:
  GermanLocale() : cpp_(std::locale::global(std::locale(std::locale(), new Punctuation))) {
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8"}) {
      if (std::setlocale(LC_ALL, name)) break;
    }
  }
  ~GermanLocale() {
    std::locale::global(cpp_);
    std::setlocale(LC_ALL, "C");
  }
  GermanLocale(const GermanLocale&) = delete;
  GermanLocale& operator=(const GermanLocale&) = delete;

 private:
  struct Punctuation : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };

  std::locale cpp_;
};

TEST(ParseNumberTest, ReadsDecimalNumbersOfEveryForm) {
  EXPECT_EQ(parse_number("12"), 12.0);
  EXPECT_EQ(parse_number("-0.5"), -0.5);
  EXPECT_EQ(parse_number("1e-3"), 0.001);
  EXPECT_EQ(parse_number("1E3"), 1000.0);
  EXPECT_EQ(parse_number("2.5e+2"), 250.0);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("-.5e1"), -5.0);
  EXPECT_EQ(parse_number("+7"), 7.0);
  EXPECT_EQ(parse_number("+.25"), 0.25);
  EXPECT_EQ(parse_number("007"), 7.0);
}

TEST(ParseNumberTest, TheWholeTextMustBeTheNumber) {
  for (const char* text :
       {"",       " ",    "1 ",   " 1",    "1\n",    "\t1",    "1x",    "1e",    "1e+",
        "1e-",    "1ee5", "1e5x", "1e5.5", "1.2.3",  "1,5",    "1_000", "1'000", "1 000",
        "12week", "5%",   "1f",   "1d0",   "e5",     ".",      "-",     "+",     "-.",
        ".e1",    "x",    "(1)",  "1+1",   "\u0661", "\u22121"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << "'" << text << "'";
    EXPECT_EQ(parse_number(text, true), std::nullopt) << "'" << text << "'";
  }
  EXPECT_EQ(parse_number(std::string_view("1\0", 2)), std::nullopt);
  EXPECT_EQ(parse_number(std::string_view()), std::nullopt);
}

TEST(ParseNumberTest, TakesOneSign) {
  for (const char* text : {"++1", "--1", "+-1", "-+1", "+-.5", "+-0", "+ 1", "- 1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number("+-inf", true), std::nullopt);
}

TEST(ParseNumberTest, ReadsNoFurtherThanTheView) {
  const std::string text = "123456";
  EXPECT_EQ(parse_number(std::string_view(text).substr(1, 3)), 234.0);
}

TEST(ParseNumberTest, RefusesHexadecimal) {
  for (const char* text : {"0x10", "0X1p3", "0x", "-0x1", "1p3", "0b1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
    EXPECT_EQ(parse_number(text, true), std::nullopt) << text;
  }
}

TEST(ParseNumberTest, NonFiniteOnlyWhereItIsAllowed) {
  for (const char* text : {"inf", "-inf", "+inf", "nan", "infinity", "NaN", "INF"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
    EXPECT_TRUE(parse_number(text, true)) << text;
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(parse_number("inf", true), kInfinity);
  EXPECT_EQ(parse_number("-inf", true), -kInfinity);
  EXPECT_TRUE(std::isnan(*parse_number("nan", true)));
  EXPECT_EQ(parse_number("1.5", true), 1.5);
  for (const char* text : {"in", "infi", "na", "nano", "inf ", "infx"}) {
    EXPECT_EQ(parse_number(text, true), std::nullopt) << text;
  }
}

// The largest double is (2 - 2^-52) 2^1023; from half a unit above it on, 1.797693134862315808e308,
// nearest is infinity. Source: IEEE 754-2019, section 4.3.1.
TEST(ParseNumberTest, WhatRoundsToInfinityIsNoNumber) {
  EXPECT_EQ(parse_number("1e308"), 1e308);
  EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_number("1.7976931348623158e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_number("-1.7976931348623158e308"), std::numeric_limits<double>::lowest());
  EXPECT_EQ(parse_number("1.7976931348623159e308"), std::nullopt);
  EXPECT_EQ(parse_number("-1.7976931348623159e308"), std::nullopt);
  EXPECT_EQ(parse_number("1e309"), std::nullopt);
  EXPECT_EQ(parse_number("1e99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_number("0e99999999999999999999"), 0.0);
}

// Half of the least subnormal is 2^-1075 = 2.47032822920623272...e-324.
TEST(ParseNumberTest, SubnormalNumbersAreKept) {
  EXPECT_EQ(bits(*parse_number("5e-324")), 1u);
  EXPECT_EQ(bits(*parse_number("2.4703282292062328e-324")), 1u);
  EXPECT_EQ(bits(*parse_number("2.4703282292062327e-324")), 0u);
  EXPECT_EQ(bits(*parse_number("2.2250738585072014e-308")), 0x0010000000000000u);
  EXPECT_EQ(bits(*parse_number("2.225073858507201e-308")), 0x000FFFFFFFFFFFFFu);
  EXPECT_EQ(bits(*parse_number("1e-400")), 0u);
  EXPECT_EQ(bits(*parse_number("-1e-400")), 0x8000000000000000u);
  EXPECT_EQ(bits(*parse_number("1e-99999999999999999999")), 0u);
}

TEST(ParseNumberTest, KeepsTheSignOfZero) {
  EXPECT_EQ(bits(*parse_number("-0")), 0x8000000000000000u);
  EXPECT_EQ(bits(*parse_number("-0.0e5")), 0x8000000000000000u);
  EXPECT_EQ(bits(*parse_number("0")), 0u);
  EXPECT_EQ(bits(*parse_number("+0")), 0u);
}

// 2^53 + 1 lies between two doubles: the even one is nearest, one digit further on the upper one.
TEST(ParseNumberTest, RoundsToTheNearestAndTiesToEven) {
  EXPECT_EQ(parse_number("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(parse_number("9007199254740995"), 9007199254740996.0);
  EXPECT_EQ(parse_number("9007199254740993." + std::string(800, '0') + "1"), 9007199254740994.0);
  EXPECT_EQ(parse_number("9007199254740992." + std::string(800, '9')), 9007199254740992.0);
  EXPECT_EQ(parse_number("0.1000000000000000055511151231257827"), 0.1);
  EXPECT_EQ(parse_number("1" + std::string(400, '0') + "e-400"), 1.0);
  EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1e401"), 1.0);
}

// Source: the C library's strtod on the C library's %.17g, both correctly rounded in glibc.
TEST(ParseNumberTest, ReadsSeventeenDigitsOfAnyNumberLikeTheCLibrary) {
  for (const double value : all_kinds_of_numbers(20000)) {
    const auto text = printed(value, 17);
    const auto read = parse_number(text);
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(bits(*read), bits(std::strtod(text.c_str(), nullptr))) << text;
    ASSERT_EQ(bits(*read), bits(value)) << text;
    const auto short_text = printed(value, 9);
    const double rounded = std::strtod(short_text.c_str(), nullptr);
    if (!std::isfinite(rounded)) continue;
    ASSERT_EQ(bits(parse_number(short_text).value_or(1.0)), bits(rounded)) << short_text;
  }
}

// Source: repr() of Python 3.11, without the `.0` that it puts behind whole numbers.
TEST(FormatNumberTest, IsTheShortestTextThatReadsBack) {
  const std::vector<std::pair<double, std::string>> cases = {
      {0.0, "0"},
      {-0.0, "-0"},
      {1.0, "1"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {0x1.3333333333334p-2, "0.30000000000000004"},
      {0x1.5555555555555p-2, "0.3333333333333333"},
      {0x1.5555555555555p-1, "0.6666666666666666"},
      {100.0, "100"},
      {0x1.a666666666667p+1, "3.3000000000000003"},
      {1e15, "1000000000000000"},
      {0x1.c12218377de66p+46, "123456789012345.6"},
      {0x1p53, "9007199254740992"},
      {0x1.1c37937e07fffp+53, "9999999999999998"},
      {1e16, "1e+16"},
      {0x1.b69b4ba630f34p+56, "1.2345678901234566e+17"},
      {0x1.6fe1102d65709p+58, "4.1419510420063904e+17"},
      {0x1p63, "9.223372036854776e+18"},
      {0x1.0f0cf064dd592p+73, "1e+22"},
      {0x1.52d02c7e14af6p+76, "1e+23"},
      {6.02214076e23, "6.02214076e+23"},
      {0x1.249ad2594c37dp+332, "1e+100"},
      {0x1.1ccf385ebc8a0p+1023, "1e+308"},
      {0x1.fffffffffffffp+1023, "1.7976931348623157e+308"},
      {0x1.a36e2eb1c432dp-14, "0.0001"},
      {0x1.02e4b6ce5dc68p-13, "0.00012345"},
      {0x1.4f8b588e368f1p-17, "1e-05"},
      {0x1p-44, "5.684341886080802e-14"},
      {0x1p-96, "1.262177448353619e-29"},
      {0x1p-1022, "2.2250738585072014e-308"},
      {0x0.fffffffffffffp-1022, "2.225073858507201e-308"},
      {0x0.730d67819e8d2p-1022, "1e-308"},
      {-0x0.0000000000003p-1022, "-1.5e-323"},
      {0x0.0000000000001p-1022, "5e-324"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(format_number(value), text);
}

TEST(FormatNumberTest, NonFiniteNumbersHaveOneSpelling) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(format_number(kInfinity), "inf");
  EXPECT_EQ(format_number(-kInfinity), "-inf");
  EXPECT_EQ(format_number(kNan), "nan");
  EXPECT_EQ(format_number(-kNan), "nan");
  for (const double value : {kInfinity, -kInfinity}) {
    EXPECT_EQ(parse_number(format_number(value), true), value);
  }
  EXPECT_TRUE(std::isnan(parse_number(format_number(kNan), true).value_or(0)));
}

TEST(FormatNumberTest, ReadsBackToTheSameBits) {
  for (const double value : all_kinds_of_numbers(20000)) {
    const auto text = format_number(value);
    ASSERT_EQ(bits(std::strtod(text.c_str(), nullptr)), bits(value)) << text;
    ASSERT_EQ(bits(parse_number(text).value_or(1.0)), bits(value)) << text;
  }
}

// Away from powers of two the shortest text is the one of the first %.<n>g that reads back.
TEST(FormatNumberTest, HasNoMoreDigitsThanItNeeds) {
  for (const double value : all_kinds_of_numbers(5000)) {
    int digits = 1;
    while (std::strtod(printed(value, digits).c_str(), nullptr) != value) ++digits;
    const auto text = format_number(value);
    // Both forms agree but for where they turn to an exponent: compared by what 17 digits say.
    int count = 0;
    bool leading = true;
    for (const char c : text.substr(0, text.find('e'))) {
      if (c < '0' || c > '9' || (leading && c == '0')) continue;
      leading = false;
      ++count;
    }
    ASSERT_LE(digits, 17);
    ASSERT_GE(count, digits) << text;
    if (text.find('e') != std::string::npos) {
      ASSERT_EQ(count, digits) << text;
    }
  }
}

// Source: C17, 7.21.6.1: %g; the values as Python 3.11 prints '%.*g'.
TEST(FormatSignificantTest, RoundsToSoManyDigitsWithoutTrailingZeros) {
  EXPECT_EQ(format_significant(1234567.0, 3), "1.23e+06");
  EXPECT_EQ(format_significant(1234567.0, 7), "1234567");
  EXPECT_EQ(format_significant(0.000123456, 3), "0.000123");
  EXPECT_EQ(format_significant(0.0000123456, 3), "1.23e-05");
  EXPECT_EQ(format_significant(2.5, 1), "2");
  EXPECT_EQ(format_significant(3.5, 1), "4");
  EXPECT_EQ(format_significant(0.1, 17), "0.10000000000000001");
  EXPECT_EQ(format_significant(1e308, 17), "1e+308");
  EXPECT_EQ(format_significant(100.0, 5), "100");
  EXPECT_EQ(format_significant(99999.0, 4), "1e+05");
  EXPECT_EQ(format_significant(1.0, 12), "1");
  EXPECT_EQ(format_significant(-0.0, 5), "-0");
  EXPECT_EQ(format_significant(5e-324, 3), "4.94e-324");
  EXPECT_EQ(format_significant(1.0 / 3, 6), "0.333333");
}

TEST(FormatSignificantTest, NonFiniteNumbersHaveTheSpellingOfFormatNumber) {
  for (const double value :
       {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(format_significant(value, 3), format_number(value));
  }
}

// Source: the C library's %.*g.
TEST(FormatSignificantTest, PrintsAnyNumberLikeTheCLibrary) {
  int digits = 0;
  for (const double value : all_kinds_of_numbers(10000)) {
    digits = digits % 17 + 1;
    ASSERT_EQ(format_significant(value, digits), printed(value, digits)) << digits;
  }
}

TEST(NumberLocaleTest, AnotherLocaleChangesNothing) {
  const GermanLocale german;
  EXPECT_EQ(parse_number("1.5"), 1.5);
  EXPECT_EQ(parse_number("1234.5e2"), 123450.0);
  EXPECT_EQ(parse_number("1,5"), std::nullopt);
  EXPECT_EQ(parse_number("1.234,5"), std::nullopt);
  EXPECT_EQ(format_number(1234567.5), "1234567.5");
  EXPECT_EQ(format_significant(1234567.5, 12), "1234567.5");
}

}  // namespace
}  // namespace slackwater::base
