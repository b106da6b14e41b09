// L2: the capability trap of the PySD Cookbook.

#include "support.hpp"

namespace slackwater::api {
namespace {

Model model() { return library_model("capability_trap_pysd/capability_trap_pysd.sd"); }

TEST(LibraryTest, CookbookModelRestsAtThreeThousand) {
  const auto table = run_with(model(), {});
  for (const double performance : series(table, "performance")) EXPECT_EQ(performance, 3000);
  const auto rest = rest_with(model(), {});
  EXPECT_EQ(rest.stability, "stable");
  EXPECT_NEAR(at_rest(rest, "capability"), 100, 1e-9);
}

// The independent program's numbers (Euler, 1/16); a stored reading of the original says about 61,
// 2075, 66, 2194 for the step down and 137, 3518 for the larger step up.
TEST(LibraryTest, ABiasLeadsDownOrUp) {
  struct Row {
    double bias, capability_40, performance_40, capability_100, performance_100;
  };
  for (const Row& row : {Row{-0.05, 60.6, 2075, 65.7, 2194}, Row{0.05, 113.7, 3181, 118.4, 3264},
                         Row{0.1, 127.6, 3300, 137.5, 3518}}) {
    const auto table = run_with(model(), {{"improvement_bias", row.bias}});
    EXPECT_NEAR(value_at(table, "capability", 40), row.capability_40, 0.05) << row.bias;
    EXPECT_NEAR(value_at(table, "performance", 40), row.performance_40, 0.5) << row.bias;
    EXPECT_NEAR(value_at(table, "capability", 100), row.capability_100, 0.05) << row.bias;
    EXPECT_NEAR(value_at(table, "performance", 100), row.performance_100, 0.5) << row.bias;
  }
}

// More is asked for, for good: the independent program's capability after 50 and 300 weeks. It dips
// and comes back, the larger the surge the more slowly.
TEST(LibraryTest, NoLastingSurgeLeadsIntoTheTrap) {
  struct Row {
    double surge, after_50, after_300;
  };
  for (const Row& row : {Row{50, 99.9, 100.0}, Row{100, 99.8, 100.0}, Row{200, 99.6, 99.9},
                         Row{300, 99.4, 99.7}, Row{500, 98.7, 99.3}, Row{1000, 96.0, 96.7}}) {
    const auto table = run_with(model(), {{"demand_surge", row.surge}}, 300);
    EXPECT_NEAR(value_at(table, "capability", 50), row.after_50, 0.05) << row.surge;
    EXPECT_NEAR(value_at(table, "capability", 300), row.after_300, 0.05) << row.surge;
  }
}

TEST(LibraryTest, NoPassingSurgeAndNoStartLeadsIntoTheTrap) {
  for (const double surge : {300.0, 600.0, 1000.0}) {
    for (const double weeks : {2.0, 4.0, 8.0, 16.0, 40.0}) {
      const auto table =
          run_with(model(), {{"demand_surge", surge}, {"surge_end", 10 + weeks}}, 400);
      EXPECT_NEAR(value_at(table, "capability", 400), 100, 0.05) << surge << " for " << weeks;
    }
  }
  for (const double capability : {50.0, 60.0, 80.0, 95.0, 105.0, 120.0}) {
    const auto table = run_with(model(), {{"initial_capability", capability}}, 600);
    EXPECT_NEAR(value_at(table, "capability", 600), 100, 0.05) << "from " << capability;
  }
}

}  // namespace
}  // namespace slackwater::api
