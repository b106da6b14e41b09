#include "slackwater/results/quantile_sketch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

namespace slackwater::results {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallestNormal = std::numeric_limits<double>::min();

// The oracle: order statistics of the sorted values, and type 7 between them.
struct Exact {
  std::vector<double> sorted;

  explicit Exact(std::vector<double> values) : sorted(std::move(values)) {
    std::erase_if(sorted, [](double v) { return std::isnan(v); });
    std::ranges::sort(sorted);
  }
  double place(double p) const { return p * static_cast<double>(sorted.size() - 1); }
  double below(double p) const { return sorted[static_cast<std::size_t>(place(p))]; }
  double above(double p) const {
    return sorted[std::min(static_cast<std::size_t>(place(p)) + 1, sorted.size() - 1)];
  }
  double quantile(double p) const {
    const double part = place(p) - std::floor(place(p));
    return part == 0 ? below(p) : below(p) * (1 - part) + above(p) * part;
  }
};

void expect_within_bound(const QuantileSketch& sketch, const std::vector<double>& values) {
  const Exact exact(values);
  ASSERT_EQ(sketch.count(), exact.sorted.size());
  EXPECT_EQ(sketch.min(), exact.sorted.front());
  EXPECT_EQ(sketch.max(), exact.sorted.back());
  for (const double p : {0.0, 0.01, 0.05, 0.25, 0.5, 0.61803, 0.75, 0.95, 0.999, 1.0}) {
    const double low = exact.below(p);
    const double high = exact.above(p);
    if (std::isinf(low) || std::isinf(high)) continue;
    const double largest = std::max({std::abs(low), std::abs(high), kSmallestNormal});
    EXPECT_LE(std::abs(sketch.quantile(p) - exact.quantile(p)),
              (sketch.error_bound() + 1e-15) * largest)
        << "p = " << p << ", precision " << sketch.precision();
  }
}

using Random = std::mt19937_64;

std::vector<double> drawn(std::size_t count, const std::function<double(Random&)>& draw) {
  Random random(20250101);
  std::vector<double> values(count);
  for (auto& value : values) value = draw(random);
  return values;
}

// Bit patterns: every exponent, both signs, subnormal numbers, and now and then NaN or infinite.
double any_bits(Random& random) { return std::bit_cast<double>(random()); }

double wild(Random& random) {
  switch (random() % 8) {
    case 0:
      return random() % 2 == 0 ? 0.0 : -0.0;
    case 1:
      return random() % 2 == 0 ? kInfinity : -kInfinity;
    case 2:
      return kNaN;
    case 3:
      return std::ldexp(static_cast<double>(random() % 1000), -1074);  // subnormal
    case 4:
      return -std::numeric_limits<double>::max() * std::generate_canonical<double, 53>(random);
    case 5:
      return std::normal_distribution<>()(random);
    default:
      return std::lognormal_distribution<>(3, 2)(random);
  }
}

TEST(QuantileSketchTest, StaysWithinItsBound) {
  const std::vector<std::function<double(Random&)>> shapes = {
      [](Random& r) { return std::uniform_real_distribution<>(400, 900)(r); },
      [](Random& r) { return std::normal_distribution<>()(r); },
      [](Random& r) { return std::normal_distribution<>(-50, 3)(r); },
      [](Random& r) { return std::lognormal_distribution<>(0, 5)(r); },
      [](Random& r) { return static_cast<double>(r() % 7) - 3; },
      [](Random& r) { return std::ldexp(static_cast<double>(r() % 100000), -1074); },
      any_bits,
      wild};
  for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
    SCOPED_TRACE("shape " + std::to_string(shape));
    for (const std::size_t count : {1u, 2u, 17u, 256u, 257u, 5000u, 100000u}) {
      const auto values = drawn(count, shapes[shape]);
      QuantileSketch sketch;
      sketch.add(values);
      EXPECT_LE(sketch.state().keys.size(), QuantileSketch::kMostBins);
      if (sketch.count() > 0) expect_within_bound(sketch, values);
      EXPECT_EQ(sketch.count() + sketch.nan_count(), count);
    }
  }
}

// What a chart of one quantity needs: a factor of two between the extremes, a million runs.
TEST(QuantileSketchTest, AMillionValuesWithinAFactorOfTwoHaveEightBits) {
  QuantileSketch sketch;
  const auto values =
      drawn(1000000, [](Random& r) { return std::uniform_real_distribution<>(400, 799)(r); });
  sketch.add(values);
  // Bins of width 1 below 512 and 2 above: (512 - 400) + (799 - 512) / 2 = 255.5, so all 256.
  EXPECT_EQ(sketch.precision(), 8);
  EXPECT_EQ(sketch.error_bound(), 1.0 / 256);
  // Uniform values: the p-quantile is 400 + 399 p, up to its sampling error (0.2 here).
  for (const double p : {0.05, 0.25, 0.5, 0.95}) {
    EXPECT_NEAR(sketch.quantile(p), 400 + 399 * p, 1.0);
  }
}

TEST(QuantileSketchTest, AnyOrderAndAnyGroupingGiveTheSameSketch) {
  Random random(7);
  for (const auto& shape : {std::function<double(Random&)>(wild), std::function(any_bits)}) {
    const auto values = drawn(20000, shape);
    QuantileSketch whole;
    whole.add(values);
    for (int round = 0; round < 30; ++round) {
      auto shuffled = values;
      std::ranges::shuffle(shuffled, random);
      std::vector<QuantileSketch> parts(1 + random() % 40);
      for (const double value : shuffled) parts[random() % parts.size()].add(value);
      while (parts.size() > 1) {  // a random tree of merges
        std::swap(parts[random() % parts.size()], parts.back());
        auto last = std::move(parts.back());
        parts.pop_back();
        parts[random() % parts.size()].merge(last);
      }
      ASSERT_EQ(parts[0], whole);
    }
  }
}

TEST(QuantileSketchTest, StridesOverOtherSeries) {
  std::vector<double> values(3000);
  std::iota(values.begin(), values.end(), 0.0);
  QuantileSketch strided;
  strided.add(values.data() + 2, 1000, 3);
  QuantileSketch plain;
  for (std::size_t i = 2; i < 3000; i += 3) plain.add(values[i]);
  EXPECT_EQ(strided, plain);
  EXPECT_EQ(strided.min(), 2);
  EXPECT_EQ(strided.max(), 2999);
}

TEST(QuantileSketchTest, EqualValuesAreExact) {
  QuantileSketch sketch;
  sketch.add(std::vector<double>(1000, 1.0 / 3));
  for (const double p : {0.05, 0.5, 0.95}) EXPECT_EQ(sketch.quantile(p), 1.0 / 3);
  EXPECT_EQ(sketch.count(), 1000u);
}

TEST(QuantileSketchTest, ZerosBetweenNegativeAndPositiveValues) {
  QuantileSketch sketch;
  sketch.add(std::vector<double>{-2, -1, -0.0, 0, 0, 1, 2});
  EXPECT_EQ(sketch.quantile(0.5), 0);
  EXPECT_FALSE(std::signbit(sketch.quantile(0.5)));
  EXPECT_NEAR(sketch.quantile(1.0 / 6), -1, 1e-6);
  EXPECT_NEAR(sketch.quantile(5.0 / 6), 1, 1e-6);
}

TEST(QuantileSketchTest, NothingAndNaNAlone) {
  QuantileSketch sketch;
  EXPECT_TRUE(std::isnan(sketch.quantile(0.5)));
  EXPECT_TRUE(std::isnan(sketch.min()));
  sketch.add(std::vector<double>{kNaN, kNaN});
  EXPECT_EQ(sketch.count(), 0u);
  EXPECT_EQ(sketch.nan_count(), 2u);
  EXPECT_TRUE(std::isnan(sketch.max()));
}

TEST(QuantileSketchTest, InfinitiesAreTheEnds) {
  QuantileSketch sketch;
  sketch.add(std::vector<double>{-kInfinity, 5, kInfinity});
  EXPECT_EQ(sketch.min(), -kInfinity);
  EXPECT_EQ(sketch.quantile(0.5), 5);
  EXPECT_EQ(sketch.max(), kInfinity);
}

TEST(QuantileSketchTest, ComesBackFromItsState) {
  const auto values = drawn(5000, wild);
  QuantileSketch sketch;
  sketch.add(values);
  QuantileSketch restored;
  ASSERT_TRUE(restored.restore(sketch.state()));
  EXPECT_EQ(restored, sketch);
}

TEST(QuantileSketchTest, AStateThatNoValuesLeadToIsRefused) {
  QuantileSketch sketch;
  sketch.add(std::vector<double>{1, 2, 3});
  const auto good = sketch.state();
  const auto refused = [&](const std::function<void(QuantileSketch::State&)>& spoil) {
    auto state = good;
    spoil(state);
    QuantileSketch restored;
    return !restored.restore(state) && restored == QuantileSketch();
  };
  using State = QuantileSketch::State;
  EXPECT_TRUE(refused([](State& s) { s.precision = 21; }));
  EXPECT_TRUE(refused([](State& s) { s.precision = -5; }));
  EXPECT_TRUE(refused([](State& s) { std::swap(s.keys[0], s.keys[1]); }));
  EXPECT_TRUE(refused([](State& s) { s.keys[1] = s.keys[0]; }));
  EXPECT_TRUE(refused([](State& s) { s.counts[1] = 0; }));
  EXPECT_TRUE(refused([](State& s) { s.counts.pop_back(); }));
  EXPECT_TRUE(refused([](State& s) { s.precision = 3; }));  // keys beyond so few bits
  EXPECT_TRUE(refused([](State& s) { s.lowest = kNaN; }));
  EXPECT_TRUE(refused([](State& s) { s.highest = s.lowest - 1; }));
}

}  // namespace
}  // namespace slackwater::results
