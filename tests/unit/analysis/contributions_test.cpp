#include "slackwater/analysis/contributions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace slackwater::analysis {
namespace {

double pick(Mix mix, std::size_t input, double first, double second) {
  return (mix >> input & 1) != 0 ? first : second;
}

// Closed form: of x * y each has its own change times the mean of the other.
TEST(ContributionsTest, ProductSharesByTheMeanOfTheOther) {
  const auto split =
      split_difference(2, [](Mix mix) { return pick(mix, 0, 3, 2) * pick(mix, 1, 5, 4); });
  EXPECT_TRUE(split.exact);
  EXPECT_TRUE(split.possible);
  EXPECT_DOUBLE_EQ(split.parts[0], 1 * 4.5);
  EXPECT_DOUBLE_EQ(split.parts[1], 1 * 2.5);
}

// The game of three gloves: one left, two right; a pair is worth 1. Known values 2/3, 1/6, 1/6
// (Shapley and Shubik, 1969).
TEST(ContributionsTest, GloveGame) {
  const auto split =
      split_difference(3, [](Mix mix) { return (mix & 1) != 0 && (mix & 6) != 0 ? 1.0 : 0.0; });
  EXPECT_NEAR(split.parts[0], 2.0 / 3, 1e-15);
  EXPECT_NEAR(split.parts[1], 1.0 / 6, 1e-15);
  EXPECT_NEAR(split.parts[2], 1.0 / 6, 1e-15);
}

// With y = 0 in the first and x = 0 in the second, x / y has a value in one order only: x after y.
TEST(ContributionsTest, LeavesOutOrdersWithoutAValue) {
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  const auto value = [&](Mix mix) { return mix == 2 ? nan : static_cast<double>(mix * mix); };
  const auto split = split_difference(2, value);
  EXPECT_TRUE(split.possible);
  EXPECT_DOUBLE_EQ(split.parts[0], 1);  // 0 -> 1
  EXPECT_DOUBLE_EQ(split.parts[1], 8);  // 1 -> 3
  const auto none = split_difference(2, [&](Mix mix) { return mix == 1 || mix == 2 ? nan : 1.0; });
  EXPECT_FALSE(none.possible);
  EXPECT_EQ(none.parts[0], 0);
}

TEST(ContributionsTest, DrawnOrdersAddUpAndChangeSignWhenRunsAreExchanged) {
  constexpr std::size_t kInputs = 20;
  const auto value = [](Mix mix) {
    double product = 1;
    for (std::size_t i = 0; i < kInputs; ++i) {
      product *= pick(mix, i, 1.0 + 0.05 * static_cast<double>(i), 1.0);
    }
    return product;
  };
  constexpr Mix kAll = (Mix{1} << kInputs) - 1;
  const auto split = split_difference(kInputs, value);
  EXPECT_FALSE(split.exact);
  const double sum = std::accumulate(split.parts.begin(), split.parts.end(), 0.0);
  EXPECT_NEAR(sum, value(kAll) - value(0), 1e-9 * value(kAll));
  const auto back = split_difference(kInputs, [&](Mix mix) { return value(kAll ^ mix); });
  for (std::size_t i = 0; i < kInputs; ++i) {
    EXPECT_NEAR(back.parts[i], -split.parts[i], 1e-9 * value(kAll));
  }
  EXPECT_EQ(split.parts[0], 0);  // the same in both
}

// The mean over drawn orders comes close to all orders: compared on 12 inputs, which are few enough
// for both.
TEST(ContributionsTest, DrawnOrdersComeCloseToAll) {
  const auto value = [](Mix mix) {
    double sum = 0;
    for (std::size_t i = 0; i < 12; ++i) sum += pick(mix, i, static_cast<double>(i + 1), 0);
    return sum * sum;
  };
  const auto all = split_difference(12, value);
  const auto drawn = split_difference(12, value, {.exact_up_to = 4});
  EXPECT_TRUE(all.exact);
  EXPECT_FALSE(drawn.exact);
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_NEAR(all.parts[i], 78.0 * static_cast<double>(i + 1), 1e-10);  // (sum i) x_i
    EXPECT_NEAR(drawn.parts[i], all.parts[i], 0.05 * all.parts[i]);
  }
}

}  // namespace
}  // namespace slackwater::analysis
