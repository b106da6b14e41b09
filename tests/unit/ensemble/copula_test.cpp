#include "slackwater/ensemble/copula.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "slackwater/ensemble/design.hpp"

namespace slackwater::ensemble {
namespace {

using Columns = std::vector<std::vector<double>>;

Columns correlated(DesignKind kind, std::size_t rows, const std::vector<std::string>& names,
                   const std::vector<RankCorrelation>& correlations) {
  const auto design = *Design::make(kind, rows, 11, names);
  const auto copula = *Copula::make(names, correlations, {});
  Columns columns(names.size());
  std::vector<double> point(names.size());
  for (std::size_t i = 0; i < rows; ++i) {
    design.row(i, point.data());
    copula.apply(point.data());
    for (std::size_t c = 0; c < names.size(); ++c) columns[c].push_back(point[c]);
  }
  return columns;
}

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<double>(i);
  return rank;
}

// Spearman's coefficient without ties: 1 - 6 sum d^2 / (n (n^2 - 1)).
double spearman(const std::vector<double>& a, const std::vector<double>& b) {
  const auto ra = ranks(a);
  const auto rb = ranks(b);
  double sum = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) sum += (ra[i] - rb[i]) * (ra[i] - rb[i]);
  const auto n = static_cast<double>(a.size());
  return 1 - 6 * sum / (n * (n * n - 1));
}

// The largest distance of the sample's distribution function from the uniform one.
double kolmogorov_smirnov(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto k = static_cast<double>(i);
    distance = std::max({distance, values[i] - k / n, (k + 1) / n - values[i]});
  }
  return distance;
}

// The standard error of Spearman's coefficient is at most 1 / sqrt(n - 1) (of independent columns);
// 1.95 / sqrt(n) is the 0.1 % point of the Kolmogorov-Smirnov distance.
TEST(CopulaTest, RankCorrelationsAreThoseAskedForAndColumnsStayUniform) {
  constexpr std::size_t kRows = 16384;
  const double error = 4 / std::sqrt(static_cast<double>(kRows - 1));
  for (const auto kind :
       {DesignKind::monte_carlo, DesignKind::latin_hypercube, DesignKind::sobol}) {
    const auto columns =
        correlated(kind, kRows, {"a", "b", "c", "d"}, {{0, 1, 0.6}, {1, 2, -0.5}, {0, 2, 0.1}});
    EXPECT_NEAR(spearman(columns[0], columns[1]), 0.6, error) << name(kind);
    EXPECT_NEAR(spearman(columns[1], columns[2]), -0.5, error) << name(kind);
    EXPECT_NEAR(spearman(columns[0], columns[2]), 0.1, error) << name(kind);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(spearman(columns[c], columns[3]), 0, error);
    for (const auto& column : columns) {
      EXPECT_LT(kolmogorov_smirnov(column), 1.95 / std::sqrt(kRows)) << name(kind);
    }
  }
}

// Random points of this number have a standard error of 0.008 and a distance of 0.006.
TEST(CopulaTest, SobolPointsKeepTheirEvenness) {
  const auto columns = correlated(DesignKind::sobol, 16384, {"a", "b"}, {{0, 1, 0.7}});
  EXPECT_NEAR(spearman(columns[0], columns[1]), 0.7, 5e-4);
  EXPECT_LT(kolmogorov_smirnov(columns[1]), 2e-3);
}

TEST(CopulaTest, ColumnsThatDependOnNoEarlierOneKeepTheirBits) {
  const std::vector<std::string> names{"a", "b", "c"};
  const auto plain = correlated(DesignKind::latin_hypercube, 100, names, {});
  const auto with = correlated(DesignKind::latin_hypercube, 100, names, {{0, 2, 0.5}});
  EXPECT_EQ(plain[0], with[0]);
  EXPECT_EQ(plain[1], with[1]);
  EXPECT_NE(plain[2], with[2]);
}

TEST(CopulaTest, ANewUncorrelatedColumnChangesNoOther) {
  const auto two = correlated(DesignKind::monte_carlo, 100, {"a", "b"}, {{0, 1, 0.5}});
  const auto three = correlated(DesignKind::monte_carlo, 100, {"a", "x", "b"}, {{0, 2, 0.5}});
  EXPECT_EQ(two[0], three[0]);
  EXPECT_EQ(two[1], three[2]);
}

TEST(CopulaTest, PointsNearTheEndsStayInside) {
  const auto copula = *Copula::make({"a", "b"}, {{0, 1, 0.999}}, {});
  for (const double u : {0x1p-53, 0.5, 1 - 0x1p-53}) {
    double point[2] = {u, u};
    copula.apply(point);
    EXPECT_GT(point[1], 0);
    EXPECT_LT(point[1], 1);
  }
}

// Three variances: 1 + 2abc - a^2 - b^2 - c^2 is the determinant that must be positive.
TEST(CopulaTest, NamesThePairsThatClash) {
  const auto made =
      Copula::make({"a", "b", "c", "d"}, {{0, 3, 0.2}, {0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.5}}, {});
  ASSERT_FALSE(made);
  const auto& entry = made.diagnostics().entries().front();
  EXPECT_EQ(entry.code, "E9023");
  EXPECT_EQ(entry.message,
            "no joint distribution has these rank correlations: a ~ b 0.9, b ~ c 0.9, a ~ c -0.5");
  // 2 sin(0.15 pi) = 0.9080 each; 0.9080^2 -+ (1 - 0.9080^2) = 0.6489 and 1: 6/pi asin(0.3245) =
  // 0.631.
  EXPECT_EQ(entry.hint, "beside the other two, a ~ c would have to be between 0.631 and 1.000");
}

// Four columns of which any three fit: 2 sin(-0.4 pi / 6) = -0.416 < -1/3 in all six pairs leaves
// one negative variance.
TEST(CopulaTest, NamesAllPairsWhereNoThreeClash) {
  std::vector<RankCorrelation> all;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i + 1; j < 4; ++j) all.push_back({i, j, -0.4});
  }
  const auto made = Copula::make({"a", "b", "c", "d"}, all, {});
  ASSERT_FALSE(made);
  const auto& message = made.diagnostics().entries().front().message;
  for (const auto* pair : {"a ~ b", "a ~ c", "a ~ d", "b ~ c", "b ~ d", "c ~ d"}) {
    EXPECT_NE(message.find(pair), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace slackwater::ensemble
