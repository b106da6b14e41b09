#include "slackwater/analysis/recurrence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace slackwater::analysis {
namespace {

std::vector<double> weeks(int count) {
  std::vector<double> out;
  for (int week = 0; week < count; ++week) out.push_back(week);
  return out;
}

/// Two stocks of 100 and 1 that are held while the first is moved by that.
HeldStill moved_by(double (*rate)(double)) {
  HeldStill held;
  held.added = [rate](double time, std::span<double> out) {
    out[0] = rate(time);
    out[1] = 0;
    return true;
  };
  held.stocks = {100, 1};
  held.instants = weeks(100);
  return held;
}

TEST(RecurrenceTest, SaysWhenAPulseFirstComes) {
  const auto found =
      largest_disturbance(moved_by([](double t) { return std::fmod(t, 13) == 12 ? -3.0 : 0; }));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stock, 0u);
  EXPECT_EQ(found->time, 12);
  EXPECT_EQ(found->rate, -3);
}

// A season of 52 weeks is at its height after 13; its heights of later years differ by rounding.
TEST(RecurrenceTest, ASeasonIsNamedAtItsFirstHeight) {
  const auto found = largest_disturbance(
      moved_by([](double t) { return 5 * std::sin(2 * std::numbers::pi * t / 52); }));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->time, 13);
  EXPECT_NEAR(found->rate, 5, 1e-12);
}

TEST(RecurrenceTest, WhatNeedNotRestIsNoMatter) {
  auto held = moved_by([](double t) { return std::fmod(t, 13) == 12 ? 3.0 : 0; });
  held.exempt = {0};
  EXPECT_FALSE(largest_disturbance(held));
}

// What would move 100 by less than a millionth in all is rounding.
TEST(RecurrenceTest, RoundingMovesNothing) {
  EXPECT_FALSE(
      largest_disturbance(moved_by([](double t) { return std::fmod(t, 2) == 1 ? 1e-7 : 0; })));
}

// The second stock moves less, but by more of itself.
TEST(RecurrenceTest, NamesTheStockThatIsMovedByMostOfItself) {
  HeldStill held;
  held.added = [](double time, std::span<double> out) {
    const bool on = std::fmod(time, 4) == 3;
    out[0] = on ? 2 : 0;
    out[1] = on ? 0.5 : 0;
    return true;
  };
  held.stocks = {100, 1};
  held.instants = weeks(20);
  EXPECT_EQ(largest_disturbance(held)->stock, 1u);
}

}  // namespace
}  // namespace slackwater::analysis
