#include "slackwater/fit/least_squares.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace slackwater::fit {
namespace {

using Point = std::span<const double>;
using Values = std::vector<double>;

Problem problem(const Residuals& residuals, Values start) {
  return {residuals, residuals, std::move(start)};
}

// (x - 0.3)^2 + (y - 2)^2 is smallest in the unit box at 0.3 and at the end, 1.
TEST(LeastSquaresTest, StopsAtTheEndOfARange) {
  const auto found =
      least_squares(problem([](Point p) { return Values{p[0] - 0.3, p[1] - 2}; }, {0.9, 0.1}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->end, End::minimum);
  EXPECT_NEAR(found->point[0], 0.3, 1e-6);
  EXPECT_EQ(found->point[1], 1);
  EXPECT_NEAR(found->cost, 0.5, 1e-9);
}

// What is held at an end is let go when the other parameters make it worth while: on the line
// x + y = 1.5 the nearest to the start is found from a corner.
TEST(LeastSquaresTest, LeavesAnEndAgain) {
  const auto found = least_squares(
      problem([](Point p) { return Values{p[0] + p[1] - 1.5, 0.1 * (p[0] - p[1])}; }, {0, 0}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0], 0.75, 1e-6);
  EXPECT_NEAR(found->point[1], 0.75, 1e-6);
}

// Rosenbrock's valley (1960): the minimum is 0 at (1, 1), here (0.5, 0.5) of a box twice as large.
TEST(LeastSquaresTest, FollowsABentValley) {
  const auto valley = [](Point p) {
    const double x = 2 * p[0];
    const double y = 2 * p[1];
    return Values{10 * (y - x * x), 1 - x};
  };
  const auto found = least_squares(problem(valley, {0.05, 0.95}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0], 0.5, 1e-7);
  EXPECT_NEAR(found->point[1], 0.5, 1e-7);
  EXPECT_LT(found->cost, 1e-14);
}

// Beyond 0.7 there is no answer; a step that lands there is taken back.
TEST(LeastSquaresTest, KeepsOutOfWhereThereIsNoAnswer) {
  const auto partly = [](Point p) -> std::optional<Values> {
    if (p[0] > 0.7) return std::nullopt;
    return Values{std::exp(3 * p[0]) - std::exp(3 * 0.6)};
  };
  const auto found = least_squares(problem(partly, {0.05}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0], 0.6, 1e-7);
  EXPECT_FALSE(least_squares(problem(partly, {0.9})));
}

// The minimum, 0.9, lies beyond 0.7: the search goes as far as it can and says what stopped it.
TEST(LeastSquaresTest, SaysThatNoAnswerStoppedIt) {
  const auto partly = [](Point p) -> std::optional<Values> {
    if (p[0] > 0.7) return std::nullopt;
    return Values{p[0] - 0.9};
  };
  const auto found = least_squares(problem(partly, {0.05}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->end, End::no_answer);
  EXPECT_NEAR(found->point[0], 0.7, 1e-4);
}

// Up to 0.4 the value falls with x, there it jumps to 3: the slope promises what no step keeps.
TEST(LeastSquaresTest, TellsAJumpFromAMinimum) {
  const auto jump = [](Point p) { return Values{p[0] < 0.4 ? 1 - p[0] : 3}; };
  const auto found = least_squares(problem(jump, {0.1}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0], 0.4, 1e-3);
  EXPECT_EQ(found->end, End::no_step);
}

// The same valley with its numbers known to 0.001 and to 1: as steep as this it is left unfinished
// or found, and the end says which.
TEST(LeastSquaresTest, DoesNotCallAValleyFloorAMinimum) {
  const auto valley = [](Point p) {
    const double x = 2 * p[0];
    const double y = 2 * p[1];
    return Values{1000 * (y - x * x), 1 - x};
  };
  const auto found = least_squares(problem(valley, {0.025, 0.975}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->end == End::minimum, std::abs(found->point[0] - 0.5) < 1e-3)
      << found->point[0] << " after " << found->iterations;
  Options few;
  few.iterations = 5;
  EXPECT_EQ(least_squares(problem(valley, {0.025, 0.975}), few)->end, End::iterations);
}

TEST(LeastSquaresTest, HasNothingToDoWithoutParametersOrNumbers) {
  EXPECT_FALSE(least_squares(problem([](Point) { return Values{1}; }, {})));
  EXPECT_FALSE(least_squares(problem([](Point) { return Values{}; }, {0.5})));
}

// More parameters than numbers: what the number leaves open stays near the start.
TEST(LeastSquaresTest, StaysNearTheStartWhereNothingIsSaid) {
  const auto found =
      least_squares(problem([](Point p) { return Values{5 * (p[0] - 0.4)}; }, {0.2, 0.8}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0], 0.4, 1e-8);
  EXPECT_EQ(found->point[1], 0.8);
}

TEST(LeastSquaresTest, StopsWhenAsked) {
  Options options;
  options.stop = [] { return true; };
  const auto found =
      least_squares(problem([](Point p) { return Values{p[0] - 0.3}; }, {0.9}), options);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->iterations, 0);
  EXPECT_EQ(found->end, End::asked);
}

}  // namespace
}  // namespace slackwater::fit
