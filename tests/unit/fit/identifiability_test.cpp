#include "slackwater/fit/identifiability.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace slackwater::fit {
namespace {

Solution with_jacobian(std::size_t parameters, std::vector<double> jacobian) {
  Solution solution;
  solution.point.assign(parameters, 0.5);
  solution.residuals.assign(jacobian.size() / parameters, 0.0);
  solution.jacobian = std::move(jacobian);
  return solution;
}

// A slope of 10 tolerances over the range: one tolerance is a tenth of it. Two such numbers: the
// error falls with the root of 2.
TEST(IdentifiabilityTest, OneToleranceIsOneDeviation) {
  EXPECT_NEAR(identifiability(with_jacobian(1, {10})).deviation[0], 0.1, 1e-12);
  EXPECT_NEAR(identifiability(with_jacobian(1, {10, 10})).deviation[0], 0.1 / std::sqrt(2.0),
              1e-12);
}

// Of x + y only the sum is known: one may grow as the other falls.
TEST(IdentifiabilityTest, NamesParametersThatTradeOff) {
  const auto found = identifiability(with_jacobian(2, {20, 20}));
  ASSERT_EQ(found.open.size(), 1u);
  EXPECT_NEAR(found.open[0].parts[0] * found.open[0].parts[1], -1, 1e-12);
  EXPECT_NEAR(found.open[0].noticed, 0, 1e-12);
  EXPECT_EQ(found.deviation, (std::vector<double>{1, 1}));
}

// A parameter that nothing reads beside a pair of which only the sum is known, and one that is
// known: two directions, none of which mixes the two.
TEST(IdentifiabilityTest, KeepsOpenDirectionsApart) {
  const auto found = identifiability(with_jacobian(4, {20, 20, 0, 0, 0, 0, 0, 8}));
  ASSERT_EQ(found.open.size(), 2u);
  int pairs = 0;
  int alone = 0;
  for (const auto& open : found.open) {
    EXPECT_EQ(open.parts[3], 0);
    if (open.parts[2] != 0) {
      ++alone;
      EXPECT_EQ(open.parts, (std::vector<double>{0, 0, 1, 0}));
    } else {
      ++pairs;
      EXPECT_NEAR(open.parts[0] * open.parts[1], -1, 1e-12);
    }
  }
  EXPECT_EQ(pairs, 1);
  EXPECT_EQ(alone, 1);
  EXPECT_NEAR(found.deviation[3], 0.125, 1e-12);
}

// The sum of four is known to half the width of a range, their differences well: all four through
// their ranges change the sum by 1.9 tolerances, so they are not open together; 1/1.9 of the range
// is one deviation.
TEST(IdentifiabilityTest, WhatTheWholeRangeShowsIsNotOpen) {
  const double s = 1 / 2.1;
  const auto found = identifiability(
      with_jacobian(4, {s, s, s, s, 100, -100, 0, 0, 0, 100, -100, 0, 0, 0, 100, -100}));
  EXPECT_TRUE(found.open.empty());
  for (const double each : found.deviation) EXPECT_NEAR(each, 2.1 / 4, 1e-3);
}

// A hundredth of the second parameter's range makes up for all of the first one's: it is small,
// but without it the direction would be noticed by ten tolerances.
TEST(IdentifiabilityTest, KeepsSmallPartsThatMatter) {
  const auto found = identifiability(with_jacobian(2, {10, 1000}));
  ASSERT_EQ(found.open.size(), 1u);
  EXPECT_EQ(found.open[0].parts[0], 1);
  EXPECT_NEAR(found.open[0].parts[1], -0.01, 1e-9);
  EXPECT_LT(found.open[0].noticed, 1e-9);
}

TEST(IdentifiabilityTest, NothingKnownIsAllOpenToTheRange) {
  EXPECT_EQ(identifiability(with_jacobian(2, {})).deviation, (std::vector<double>{1, 1}));
}

// Half a tolerance over the whole range is nothing that a target would tell.
TEST(IdentifiabilityTest, WhatIsHardlyNoticedIsOpen) {
  const auto found = identifiability(with_jacobian(1, {0.5}));
  ASSERT_EQ(found.open.size(), 1u);
  EXPECT_NEAR(found.open[0].noticed, 0.5, 1e-12);
  EXPECT_EQ(found.deviation[0], 1);
}

}  // namespace
}  // namespace slackwater::fit
