#include "slackwater/program/scalar_operators.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>

#include "slackwater/program/program.hpp"

#include "../../../engine/program/src/make_tables.hpp"

namespace slackwater::program {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

model::Lookup points(model::LookupMode mode) {
  model::Lookup lookup;
  lookup.x = {0, 1, 3};
  lookup.y = {2, 4, 3};
  lookup.mode = mode;
  return lookup;
}

TEST(LookupTest, IsExactAtItsPointsAndLinearBetween) {
  const Lookup table = make_lookup(points(model::LookupMode::clamp));
  EXPECT_EQ(scalar::lookup_value(table, 0), 2);
  EXPECT_EQ(scalar::lookup_value(table, 1), 4);
  EXPECT_EQ(scalar::lookup_value(table, 3), 3);
  EXPECT_EQ(scalar::lookup_value(table, 0.25), 2.5);
  EXPECT_EQ(scalar::lookup_value(table, 2), 3.5);
}

TEST(LookupTest, ClampHoldsTheEnds) {
  const Lookup table = make_lookup(points(model::LookupMode::clamp));
  EXPECT_EQ(scalar::lookup_value(table, -5), 2);
  EXPECT_EQ(scalar::lookup_value(table, 50), 3);
  EXPECT_EQ(scalar::lookup_value(table, kInf), 3);
  EXPECT_TRUE(std::isnan(scalar::lookup_value(table, kNan)));
}

TEST(LookupTest, ExtrapolateGoesOnAlongTheOuterPieces) {
  const Lookup table = make_lookup(points(model::LookupMode::extrapolate));
  EXPECT_EQ(scalar::lookup_value(table, -1), 0);  // slope 2
  EXPECT_EQ(scalar::lookup_value(table, 5), 2);   // slope -1/2
  EXPECT_EQ(scalar::lookup_value(table, 3), 3);
}

TEST(LookupTest, StepHoldsTheLastPoint) {
  const Lookup table = make_lookup(points(model::LookupMode::step));
  EXPECT_EQ(scalar::lookup_value(table, -1), 2);
  EXPECT_EQ(scalar::lookup_value(table, 0.999), 2);
  EXPECT_EQ(scalar::lookup_value(table, 1), 4);
  EXPECT_EQ(scalar::lookup_value(table, 2.5), 4);
  EXPECT_EQ(scalar::lookup_value(table, 9), 3);
}

// A cubic Hermite piece with the exact slopes of a cubic is that cubic: x^3 - 2 x on [0, 2] and [2,
// 3].
TEST(LookupTest, SmoothReproducesACubic) {
  model::Lookup lookup;
  const auto cubic = [](double x) { return x * x * x - 2 * x; };
  const auto slope = [](double x) { return 3 * x * x - 2; };
  lookup.mode = model::LookupMode::smooth;
  for (const double x : {0.0, 2.0, 3.0}) {
    lookup.x.push_back(x);
    lookup.y.push_back(cubic(x));
    lookup.slopes.push_back(slope(x));
  }
  const Lookup table = make_lookup(lookup);
  for (const double x : {0.0, 0.3, 1.0, 1.9, 2.0, 2.7, 3.0}) {
    EXPECT_NEAR(scalar::lookup_value(table, x), cubic(x), 1e-12) << x;
  }
}

TEST(LookupTest, OnePointIsAConstant) {
  for (const auto mode :
       {model::LookupMode::clamp, model::LookupMode::extrapolate, model::LookupMode::step}) {
    model::Lookup lookup;
    lookup.x = {1};
    lookup.y = {7};
    lookup.mode = mode;
    const Lookup table = make_lookup(lookup);
    EXPECT_EQ(scalar::lookup_value(table, -3), 7);
    EXPECT_EQ(scalar::lookup_value(table, 3), 7);
  }
}

TEST(SeriesTest, ThePieceIsChosenByTheDecidingInstant) {
  const Series series = make_series({"demand", {0, 1, 2}, {0, 10, 0}, model::SeriesMode::linear});
  EXPECT_EQ(scalar::series_value(series, 0.5, 0.5), 5);
  // In a step from 1 to 1.5 the second piece holds from its first instant on.
  EXPECT_EQ(scalar::series_value(series, 1, 1.25), 10);
  EXPECT_EQ(scalar::series_value(series, 1.5, 1.25), 5);
  // In a step from 0.75 to 1.25 the piece before holds to the end when most of the step lies there.
  EXPECT_EQ(scalar::series_value(series, 1.25, 0.99), 12.5);
  EXPECT_EQ(scalar::series_value(series, -4, -3.5), 0);
  EXPECT_EQ(scalar::series_value(series, 9, 9.5), 0);
}

TEST(SeriesTest, StepsHoldFromTheirPointOn) {
  const Series series = make_series({"price", {1, 2}, {5, 6}, model::SeriesMode::step});
  EXPECT_EQ(scalar::series_value(series, 0, 0.5), 5);
  EXPECT_EQ(scalar::series_value(series, 1, 1.5), 5);
  EXPECT_EQ(scalar::series_value(series, 2, 2.5), 6);
}

TEST(SeriesTest, WithoutInterpolationThereIsNothingBetweenPoints) {
  const Series series = make_series({"count", {1, 2}, {5, 6}, model::SeriesMode::none});
  EXPECT_EQ(scalar::series_value(series, 1, 1.5), 5);
  EXPECT_EQ(scalar::series_value(series, 2, 2.5), 6);
  EXPECT_TRUE(std::isnan(scalar::series_value(series, 1.5, 1.75)));
}

TEST(PulseTrainTest, FollowsThePhaseOfAbsoluteTime) {
  // Period 13, width 1, offset -1: the last week of each quarter. Mid-steps of weeks 12, 13 and 25.
  for (const auto& [decide, on] :
       {std::pair{12.5, 1.0}, {13.5, 0.0}, {25.5, 1.0}, {11.5, 0.0}, {-0.5, 1.0}}) {
    EXPECT_EQ(scalar::pulse_train(decide + 1, 13, 1), on) << decide;
  }
}

TEST(PulseTrainTest, PeriodZeroIsNever) {
  EXPECT_EQ(scalar::pulse_train(5, 0, 10), 0);
  EXPECT_EQ(scalar::pulse_train(5, -2, 10), 0);
}

TEST(PulseTrainTest, WidthOfThePeriodIsAlways) {
  for (double t = 0; t < 6; t += 0.25) EXPECT_EQ(scalar::pulse_train(t, 2, 2), 1) << t;
}

TEST(GuardTest, RemembersWhatIsNotFinite) {
  EXPECT_EQ(scalar::guard(0, 3), 0);
  EXPECT_TRUE(std::isnan(scalar::guard(0, kInf)));
  EXPECT_TRUE(std::isnan(scalar::guard(0, kNan)));
  EXPECT_TRUE(std::isnan(scalar::guard(kNan, 3)));
}

TEST(OperationsTest, PairsAreTheirTwoOperationsBitForBit) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> number(-10, 10);
  const auto expect_pair = [&](Operation pair, Operation inner, Operation outer, bool swapped) {
    EXPECT_TRUE(is_pair(pair));
    EXPECT_EQ(operand_count(pair), 3);
    for (int i = 0; i < 100; ++i) {
      const double a = number(random), b = number(random), c = number(random);
      const double first = scalar::apply(inner, a, b);
      const double both = swapped ? scalar::apply(outer, c, first) : scalar::apply(outer, first, c);
      EXPECT_EQ(std::bit_cast<std::uint64_t>(scalar::apply(pair, a, b, c)),
                std::bit_cast<std::uint64_t>(both))
          << name(pair);
    }
  };
#define SLACKWATER_EXPECT(pair, inner, outer, swapped) \
  expect_pair(Operation::pair, Operation::inner, Operation::outer, swapped);
  SLACKWATER_PAIR_OPERATIONS(SLACKWATER_EXPECT)
#undef SLACKWATER_EXPECT
  EXPECT_EQ(name(Operation::subtract_divide_into), "subtract_divide_into");
}

TEST(OperationsTest, PipelineStepsRoundToTheNearest) {
  EXPECT_EQ(pipeline_steps(4, 0.25), 16u);
  EXPECT_EQ(pipeline_steps(0.3, 0.1), 3u);
  EXPECT_EQ(pipeline_steps(0, 1), 1u);
  EXPECT_EQ(pipeline_steps(0.4, 1), 1u);
  EXPECT_EQ(pipeline_steps(-1, 1), 0u);
  EXPECT_EQ(pipeline_steps(kNan, 1), 0u);
  EXPECT_EQ(pipeline_steps(1e300, 1), 0u);
}

}  // namespace
}  // namespace slackwater::program
