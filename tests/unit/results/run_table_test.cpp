#include "slackwater/results/run_table.hpp"

#include <gtest/gtest.h>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {
namespace {

TEST(RunTableTest, NamesElementsInOrderOfTheAxes) {
  RunTable table;
  table.axes = {{"kind", {"policy", "architecture"}, {}},
                {"level", {"team", "system", "market"}, {}}};
  SavedVariable variable;
  variable.name = "obstacle";
  variable.axes = {0, 1};
  variable.elements = 6;
  EXPECT_EQ(table.element_name(variable, 0), "obstacle[policy,team]");
  EXPECT_EQ(table.element_name(variable, 2), "obstacle[policy,market]");
  EXPECT_EQ(table.element_name(variable, 3), "obstacle[architecture,team]");
  EXPECT_EQ(table.element_name(variable, 5), "obstacle[architecture,market]");
  variable.axes.clear();
  EXPECT_EQ(table.element_name(variable, 0), "obstacle");
}

TEST(RunTableTest, SeriesOfARunAndElement) {
  RunTable table;
  table.policies.labels = {"a", "b"};
  table.futures.labels = {"x", "y"};
  table.samples = 2;
  table.time = {0, 1, 2};
  SavedVariable variable;
  variable.name = "v";
  variable.elements = 2;
  for (int i = 0; i < 2 * 2 * 2 * 2 * 3; ++i) variable.values.push_back(i);
  table.variables = {variable};
  ASSERT_NE(table.find("v"), nullptr);
  EXPECT_EQ(table.find("w"), nullptr);
  // Policy 1, future 0, sample 1 is run 5; with two elements of three points each it starts at 30.
  const auto series = table.series(*table.find("v"), table.run_index(1, 0, 1), 1);
  EXPECT_EQ(series[0], 33);
  EXPECT_EQ(series[2], 35);
  EXPECT_EQ(table.run_count(), 8u);
}

TEST(RunTableTest, StatusesHaveNames) {
  EXPECT_EQ(name(RunStatus::check_failed), "check_failed");
  EXPECT_EQ(name(MetricStatus::never), "never");
  EXPECT_EQ(name(Verdict::vacuous), "vacuous");
}

}  // namespace
}  // namespace slackwater::results
