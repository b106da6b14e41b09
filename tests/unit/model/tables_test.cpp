#include <gtest/gtest.h>

#include <cmath>

#include "../../../engine/model/src/lookup_slopes.hpp"
#include "model_text.hpp"

namespace slackwater::model::testing {
namespace {

TEST(LookupSlopesTest, StraightLinesKeepTheirSlope) {
  EXPECT_EQ(monotone_slopes({0, 1, 3}, {1, 3, 7}), (std::vector<double>{2, 2, 2}));
}

TEST(LookupSlopesTest, ExtremesAndPlateausAreFlat) {
  EXPECT_EQ(monotone_slopes({0, 1, 2}, {0, 1, 0})[1], 0);
  const auto plateau = monotone_slopes({0, 1, 2, 3}, {0, 1, 1, 2});
  EXPECT_EQ(plateau[1], 0);
  EXPECT_EQ(plateau[2], 0);
}

TEST(LookupSlopesTest, SteepNeighboursAreShrunkToTheCircle) {
  // Fritsch and Carlson 1980, step 3: secants 1 and 9, so a slope of 5 at the middle; on the first
  // piece (alpha, beta) = (1, 5) lies outside the circle of radius 3 and both are scaled by 3 /
  // sqrt(26).
  const auto slopes = monotone_slopes({0, 1, 2}, {0, 1, 10});
  EXPECT_DOUBLE_EQ(slopes[0], 3 / std::sqrt(26.0));
  EXPECT_DOUBLE_EQ(slopes[1], 15 / std::sqrt(26.0));
  EXPECT_DOUBLE_EQ(slopes[2], 9);
}

TEST(LookupSlopesTest, TheCurveStaysMonotone) {
  const std::vector<double> x{0, 1, 1.5, 4, 4.1, 9};
  const std::vector<double> y{0, 0.1, 5, 5.01, 9, 9.5};
  const auto m = monotone_slopes(x, y);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double h = x[i + 1] - x[i];
    double last = y[i];
    for (int k = 1; k <= 100; ++k) {
      const double s = k / 100.0;
      const double value = y[i] * (1 + 2 * s) * (1 - s) * (1 - s) +
                           h * m[i] * s * (1 - s) * (1 - s) + y[i + 1] * s * s * (3 - 2 * s) +
                           h * m[i + 1] * s * s * (s - 1);
      EXPECT_GE(value, last - 1e-12);
      last = value;
    }
  }
}

TEST(LookupTest, KeepsPointsModeAndUnits) {
  const auto model = load_text(kWeek +
                               "lookup f(x: week): item = (-1, 0) (0.5, 10) (2, 5) extrapolate\n   "
                               " \"How it acts.\"\naux a: item = f(3 week)\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto& table = model->lookups.front();
  EXPECT_EQ(table.x, (std::vector<double>{-1, 0.5, 2}));
  EXPECT_EQ(table.y, (std::vector<double>{0, 10, 5}));
  EXPECT_EQ(table.mode, LookupMode::extrapolate);
  EXPECT_EQ(table.unit_x, "week");
  EXPECT_EQ(table.unit_y, "item");
  EXPECT_EQ(table.documentation, "How it acts.");
  EXPECT_EQ(equation(model, "a"), "lookup:f(3)");
}

base::Result<Model> with_data(const std::string& declarations, const std::string& csv) {
  LowerOptions options;
  options.read_data = [csv](const std::string& path) -> std::optional<std::string> {
    if (path != "d.csv") return std::nullopt;
    return csv;
  };
  return load_text(kWeek + declarations, options);
}

TEST(DataSeriesTest, ReadsAColumnAndLeavesOutEmptyCells) {
  const auto model = with_data("data a: item from \"d.csv\" column \"second\" step\n",
                               "when,first,second\r\n0,1,10\r\n1,2,\r\n\r\n2.5,3,\"30\"\r\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(model->series[0].time, (std::vector<double>{0, 2.5}));
  EXPECT_EQ(model->series[0].value, (std::vector<double>{10, 30}));
  EXPECT_EQ(model->series[0].mode, SeriesMode::step);
  EXPECT_EQ(equation(model, "a"), "series:a");
}

TEST(DataSeriesTest, ArraysHaveOneColumnForEachElement) {
  const auto model = with_data("dimension k = p, q\ndata a[k]: item from \"d.csv\"\n",
                               "\xEF\xBB\xBFtime,a[p],a[q]\n0,1,2\n1,3,4\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(equation(model, "a[q]"), "series:a[q]");
  EXPECT_EQ(model->series[1].value, (std::vector<double>{2, 4}));
}

TEST(DataSeriesTest, ErrorsPointIntoTheFile) {
  const auto model = with_data("data a: item from \"d.csv\"\n", "time,a\n0,1\n1,oops\n");
  EXPECT_EQ(base::render(model.diagnostics()),
            "d.csv:3:3: error: 'oops' is no number [E0710]\n    3 | 1,oops\n      |   ^^^^\n");
}

TEST(DataSeriesTest, SurvivesAnything) {
  for (const std::string csv : {"", ",", "\"", "time", "time,a\n", "time,a\n\"0,1\n", "time,a\n0\n",
                                "\n\n,,\n", "time,a\n1,1\n1,1\n"}) {
    EXPECT_FALSE(with_data("data a: item from \"d.csv\"\n", csv)) << csv;
  }
}

}  // namespace
}  // namespace slackwater::model::testing
