#include "slackwater/report/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace slackwater::report {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const std::string kMinus = "\u2212";
const std::string kBlank = "\u00a0";

TEST(NumberTextTest, ThreeSignificantDigits) {
  EXPECT_EQ(number_text(31.04), "31.0");
  EXPECT_EQ(number_text(5.678), "5.68");
  EXPECT_EQ(number_text(0.12345), "0.123");
  EXPECT_EQ(number_text(0.001), "0.00100");
  EXPECT_EQ(number_text(373.4), "373");
  EXPECT_EQ(number_text(1234.5), "1,234");
  EXPECT_EQ(number_text(12345678), "12,345,678");
  EXPECT_EQ(number_text(260), "260");
  EXPECT_EQ(number_text(-2.5), kMinus + "2.50");
}

TEST(NumberTextTest, RoundingDoesNotAddDigits) {
  EXPECT_EQ(number_text(9.996), "10.0");
  EXPECT_EQ(number_text(99.96), "100");
  EXPECT_EQ(number_text(999.6), "1,000");
  EXPECT_EQ(number_text(0.9996), "1.00");
  EXPECT_EQ(number_text(0.09996), "0.100");
}

TEST(NumberTextTest, WhatIsNoOrdinaryNumber) {
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(kNaN), "\u2013");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), kMinus + "\u221e");
  EXPECT_EQ(number_text(1.5e12), "1.50e+12");
  EXPECT_EQ(number_text(1.5e-9), "1.50e-09");
}

TEST(ChangeTextTest, PercentWithMeritInWords) {
  const auto more = change_text(112, 100, "up");
  EXPECT_EQ(more.text, "+12" + kBlank + "%");
  EXPECT_EQ(more.word, "better");
  EXPECT_EQ(more.arrow, "\u25b2");
  EXPECT_EQ(change_text(112, 100, "down").word, "worse");
  EXPECT_EQ(change_text(88, 100, "down").word, "better");
  EXPECT_EQ(change_text(88, 100, "down").arrow, "\u25bc");
  EXPECT_EQ(change_text(112, 100, "").word, "higher");
}

TEST(ChangeTextTest, ManyTimesInsteadOfThousandsOfPercent) {
  EXPECT_EQ(change_text(399, 100, "up").text, "+299" + kBlank + "%");
  EXPECT_EQ(change_text(900, 100, "up").text, "\u00d79.0");
  EXPECT_EQ(change_text(2500, 100, "up").text, "\u00d725");
}

TEST(ChangeTextTest, ComparesAfterRounding) {
  EXPECT_EQ(change_text(100.0001, 100, "up").text, "the same");
  EXPECT_EQ(change_text(99.8, 100, "up").text, "the same");
  EXPECT_EQ(change_text(0, -0.0, "up").text, "the same");
  EXPECT_EQ(change_text(0.001, 5000, "down").text, kMinus + "99.9" + kBlank + "%");
}

TEST(ChangeTextTest, WithoutACommonBaseTheDifference) {
  EXPECT_EQ(change_text(0.3, 0, "up").text, "+0.300");
  EXPECT_EQ(change_text(-1, 2, "up").text, kMinus + "3");
  EXPECT_EQ(change_text(kNaN, 2, "up").direction, Change::Direction::unknown);
}

// The expected texts are the plain differences of the two numbers.
TEST(ChangeTextTest, OfNegativeNumbersTheDifference) {
  const auto doubled = change_text(-2.66, -1.33, "up");
  EXPECT_EQ(doubled.text, kMinus + "1.33");
  EXPECT_EQ(doubled.word, "worse");
  EXPECT_EQ(doubled.arrow, "\u25bc");
  EXPECT_EQ(change_text(-80, -100, "up").text, "+20");
  EXPECT_EQ(change_text(-80, -100, "up").word, "better");
  EXPECT_EQ(change_text(-500, -100, "").text, kMinus + "400") << "no multiple of a negative number";
  EXPECT_EQ(change_text(2, -1, "up").text, "+3");
  EXPECT_EQ(change_text(0, -2, "down").text, "+2");
}

TEST(ChangeTextTest, NeverSaysZeroPercent) {
  std::mt19937_64 generator(7);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 20000; ++i) {
    const double base = normal(generator) * std::pow(10, normal(generator) * 3);
    const double value = base * (1 + normal(generator) * std::pow(10, -3 + normal(generator)));
    const auto change = change_text(value, base, "up");
    ASSERT_FALSE(change.text.starts_with(kMinus + "0" + kBlank)) << value << " " << base;
    ASSERT_FALSE(change.text.starts_with("+0" + kBlank)) << value << " " << base;
    ASSERT_FALSE(change.text.empty());
  }
}

TEST(ReadableNameTest, WordsInsteadOfUnderscores) {
  EXPECT_EQ(readable_name("lead_time"), "Lead time");
  EXPECT_EQ(readable_name("obstacle[cross_team]"), "Obstacle (cross team)");
  EXPECT_EQ(readable_name(""), "");
}

}  // namespace
}  // namespace slackwater::report
