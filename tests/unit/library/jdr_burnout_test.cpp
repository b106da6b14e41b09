// L8: burnout.

#include "support.hpp"

namespace slackwater::api {
namespace {

// The independent program's numbers; whole trajectories are compared in trajectories_test.cpp.
TEST(LibraryTest, BurnoutMeetsTheIndependentProgram) {
  const auto table = run_with(library_model("jdr_burnout/jdr_burnout.sd"), {});
  struct Row {
    double day, engagement, resources, demands, health;
  };
  for (const Row& row : {Row{10, .5525, .6946, .9298, .2402}, Row{50, .0266, .3023, 1.6702, 0},
                         Row{100, .0002, .0314, 1.7494, 0}, Row{182.5, 0, .0005, 1.7500, 0}}) {
    EXPECT_NEAR(value_at(table, "engagement", row.day), row.engagement, 5e-5) << row.day;
    EXPECT_NEAR(value_at(table, "resources", row.day), row.resources, 5e-5) << row.day;
    EXPECT_NEAR(value_at(table, "demands", row.day), row.demands, 5e-5) << row.day;
    EXPECT_NEAR(value_at(table, "health", row.day), row.health, 5e-5) << row.day;
    EXPECT_NEAR(value_at(table, "burnout", row.day), 1 - row.health, 5e-5) << row.day;
  }
}

// Without health and engagement 0.2 (1 - D) + 0.15 = 0 remains of the demands.
TEST(LibraryTest, BurnoutEndsAtItsClosedForm) {
  const auto model = library_model("jdr_burnout/jdr_burnout.sd");
  const auto rest = rest_with(model, {});
  EXPECT_EQ(rest.stability, "stable");
  EXPECT_NEAR(at_rest(rest, "demands"), 1 + 0.15 / 0.2, 1e-9);
  for (const auto& name : {"engagement", "resources", "health"}) {
    EXPECT_NEAR(at_rest(rest, name), 0, 1e-9) << name;
  }
  // The Jacobian is triangular there: the rates of engagement, resources, demands and health.
  EXPECT_NEAR(rest.eigenvalues[0].real(), -0.05, 1e-6);
  EXPECT_NEAR(rest.eigenvalues[1].real(), -0.1, 1e-6);
  EXPECT_NEAR(rest.eigenvalues[2].real(), -0.2, 1e-6);
  EXPECT_NEAR(rest.eigenvalues[3].real(), 0.15 - 0.4 * 1.75, 1e-6);
}

}  // namespace
}  // namespace slackwater::api
