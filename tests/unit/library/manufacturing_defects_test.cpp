// Defects under pressure, an example of the PySD Cookbook.

#include "support.hpp"

namespace slackwater::api {
namespace {

Model model() { return library_model("manufacturing_defects/manufacturing_defects.sd"); }

TEST(LibraryTest, DefectsMeetTheIndependentProgram) {
  const auto table = run_with(model(), {});
  EXPECT_NEAR(value_at(table, "backlog", 20), 12.026, 0.0005);
  EXPECT_NEAR(value_at(table, "backlog", 30), 29.490, 0.0005);
  EXPECT_NEAR(value_at(table, "backlog", 50), 12.026, 0.0005);
  EXPECT_NEAR(value_at(table, "defect_rate", 30), 0.1190, 0.00005);
}

TEST(LibraryTest, DefectsRestWhereThePaceMeetsTheOrders) {
  for (const double orders : {8.0, 10.0, 15.0, 20.0}) {
    const auto rest = rest_with(model(), {{"arrival_rate", orders}});
    const double pace = (1 - std::sqrt(1 - 4 * 0.01 * orders / 2)) / (2 * 0.01);
    EXPECT_NEAR(at_rest(rest, "defect_rate"), 0.01 * pace, 1e-9) << orders;
    EXPECT_EQ(rest.stability, "stable");
  }
}

TEST(LibraryTest, NoPaceMeetsTheSurge) {
  EXPECT_TRUE(equilibrium(model(), {{"arrival_rate", 21.87}}));
  EXPECT_FALSE(equilibrium(model(), {{"arrival_rate", 22.0}}));
}

}  // namespace
}  // namespace slackwater::api
