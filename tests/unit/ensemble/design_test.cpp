#include "slackwater/ensemble/design.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace slackwater::ensemble {
namespace {

Design make(DesignKind kind, std::size_t samples, std::uint64_t seed,
            std::vector<std::string> columns) {
  return *Design::make(kind, samples, seed, std::move(columns));
}

std::vector<double> row(const Design& design, std::size_t index) {
  std::vector<double> out(design.columns());
  design.row(index, out.data());
  return out;
}

// The definition of a Latin hypercube: each of the n strata of every column holds exactly one
// point.
TEST(DesignTest, LatinHypercubeFillsEveryStratumOnce) {
  for (const std::size_t n : {1u, 2u, 7u, 64u, 1000u}) {
    const auto design = make(DesignKind::latin_hypercube, n, 5, {"a", "b", "c"});
    for (std::size_t c = 0; c < 3; ++c) {
      std::set<std::size_t> strata;
      for (std::size_t i = 0; i < n; ++i) {
        const double u = row(design, i)[c];
        ASSERT_GT(u, 0);
        ASSERT_LT(u, 1);
        strata.insert(static_cast<std::size_t>(u * static_cast<double>(n)));
      }
      EXPECT_EQ(strata.size(), n);
    }
  }
}

// The (t, m, s)-net property that scrambling keeps (Owen 1995): with 2^m points, every one of the
// 2^m intervals of length 2^-m in one column, and in the first two columns (t = 0) every elementary
// box, holds one point.
TEST(DesignTest, ScrambledSobolIsANet) {
  constexpr std::size_t kPoints = 256;
  const auto design = make(DesignKind::sobol, kPoints, 3, {"a", "b", "c", "d"});
  for (std::size_t c = 0; c < 4; ++c) {
    std::set<std::size_t> cells;
    for (std::size_t i = 0; i < kPoints; ++i)
      cells.insert(static_cast<std::size_t>(row(design, i)[c] * kPoints));
    EXPECT_EQ(cells.size(), kPoints);
  }
  for (const std::size_t split : {4u, 16u, 64u}) {
    std::set<std::pair<std::size_t, std::size_t>> boxes;
    for (std::size_t i = 0; i < kPoints; ++i) {
      const auto point = row(design, i);
      boxes.insert({static_cast<std::size_t>(point[0] * static_cast<double>(split)),
                    static_cast<std::size_t>(point[1] * (kPoints / static_cast<double>(split)))});
    }
    EXPECT_EQ(boxes.size(), kPoints);
  }
}

// Integral of the product of (4 |u - 1/2| + a) / (1 + a) is 1 (the g-function of Sobol');
// quasi-random points must be far closer than the 1/sqrt(n) of random ones.
TEST(DesignTest, SobolIntegratesTheGFunction) {
  constexpr std::size_t kPoints = 4096;
  const auto design = make(DesignKind::sobol, kPoints, 11, {"a", "b", "c", "d", "e"});
  double sum = 0;
  for (std::size_t i = 0; i < kPoints; ++i) {
    double product = 1;
    double a = 0;
    for (const double u : row(design, i)) product *= (std::abs(4 * u - 2) + a) / (1 + a), a += 1;
    sum += product;
  }
  EXPECT_NEAR(sum / kPoints, 1.0, 1e-3);
}

TEST(DesignTest, ASampleDoesNotDependOnOtherColumnsOrOnOrder) {
  for (const auto kind : {DesignKind::monte_carlo, DesignKind::latin_hypercube}) {
    const auto narrow = make(kind, 50, 7, {"growth"});
    const auto wide = make(kind, 50, 7, {"other", "growth", "third"});
    for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(row(narrow, i)[0], row(wide, i)[1]);
  }
}

TEST(DesignTest, TheSeedChangesEveryDesignButTheGrid) {
  for (const auto kind :
       {DesignKind::monte_carlo, DesignKind::latin_hypercube, DesignKind::sobol}) {
    EXPECT_NE(row(make(kind, 16, 1, {"a"}), 3)[0], row(make(kind, 16, 2, {"a"}), 3)[0]);
  }
}

TEST(DesignTest, AGridHasEveryCombinationOfLevels) {
  const auto design = make(DesignKind::grid, 3, 0, {"a", "b"});
  ASSERT_EQ(design.rows(), 9u);
  std::set<std::vector<double>> points;
  for (std::size_t i = 0; i < 9; ++i) points.insert(row(design, i));
  EXPECT_EQ(points.size(), 9u);
  EXPECT_EQ(row(design, 0), (std::vector<double>{1.0 / 6, 1.0 / 6}));
  EXPECT_EQ(row(design, 1), (std::vector<double>{1.0 / 6, 0.5}));
}

TEST(DesignTest, MonteCarloIsUniform) {
  constexpr std::size_t kPoints = 20000;
  const auto design = make(DesignKind::monte_carlo, kPoints, 1, {"a"});
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double u = row(design, i)[0];
    sum += u;
    squares += u * u;
  }
  // Five standard errors: sqrt(1/12/n) for the mean, sqrt(4/45/n) for the mean of squares.
  EXPECT_NEAR(sum / kPoints, 0.5, 5 * std::sqrt(1.0 / 12 / kPoints));
  EXPECT_NEAR(squares / kPoints, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / kPoints));
}

TEST(DesignTest, WarnsWhenSobolIsNotBalanced) {
  EXPECT_TRUE(make(DesignKind::sobol, 1024, 0, {"a"}).warning().empty());
  EXPECT_NE(make(DesignKind::sobol, 1000, 0, {"a"}).warning().find("1024"), std::string::npos);
}

TEST(DesignTest, RefusesWhatCannotBe) {
  EXPECT_FALSE(Design::make(DesignKind::sobol, 0, 0, {"a"}));
  EXPECT_FALSE(Design::make(DesignKind::sobol, 8, 0, {}));
  EXPECT_FALSE(Design::make(DesignKind::grid, 1000, 0, {"a", "b", "c", "d"}));
}

}  // namespace
}  // namespace slackwater::ensemble
