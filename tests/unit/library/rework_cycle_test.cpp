// L3: the rework cycle.

#include <algorithm>

#include "support.hpp"

namespace slackwater::api {
namespace {

// While the rate r is constant: U = r (1-q) tau (1 - e^(-t/tau)) and
// W = W0 - r q t - U. Perceived finish W(t*) = 0 at 60.501 weeks with 31.98 undiscovered tasks;
// effort W0 / (q p).
TEST(LibraryTest, ReworkCycleFollowsItsClosedForm) {
  RunOptions options;
  options.save_step = 1.0 / 64;
  const auto table = run_model(library_model("rework_cycle/rework_cycle.sd"), options);
  const auto known = series(table, "known_work");
  const auto undiscovered = series(table, "undiscovered_rework");
  const auto perceived = series(table, "perceived_progress");
  for (std::size_t k = 0; k < table.time.size() && table.time[k] <= 60; ++k) {
    const double u = 20 * 0.2 * 8 * (1 - std::exp(-table.time[k] / 8));
    EXPECT_NEAR(undiscovered[k], u, 0.02);  // Euler at 1/64: 0.012 tasks in the independent program
    EXPECT_NEAR(known[k], 1000 - 16 * table.time[k] - u, 0.02);
    EXPECT_NEAR(perceived[k], (16 * table.time[k] + u) / 1000, 2e-5);
  }
  const double finish = first_time(table, "known_work", [](double w) { return w < 0.5; });
  EXPECT_NEAR(finish, 60.501, 1.0 / 32);
  const auto at_finish = static_cast<std::size_t>(std::lround(finish * 64));
  EXPECT_NEAR(undiscovered[at_finish], 31.98, 0.02);
  EXPECT_NEAR(series(table, "effort_spent").back(), 1000 / (0.8 * 2), 0.01);
}

// The independent program's numbers for the variant with pressure: perceived 90 % at 53.25, true 99
// % at 75.75 weeks, peak of undiscovered rework 55.5 at 51.25.
TEST(LibraryTest, PressureHidesReworkUntilLate) {
  const auto table = run_model(library_model("rework_cycle/rework_cycle_pressure.sd"));
  EXPECT_EQ(first_time(table, "perceived_progress", [](double p) { return p >= 0.9; }), 53.25);
  EXPECT_EQ(first_time(table, "real_progress", [](double p) { return p >= 0.99; }), 75.75);
  const auto undiscovered = series(table, "undiscovered_rework");
  const auto peak = std::max_element(undiscovered.begin(), undiscovered.end());
  EXPECT_NEAR(*peak, 55.5, 0.05);
  EXPECT_EQ(table.time[static_cast<std::size_t>(peak - undiscovered.begin())], 51.25);
}

}  // namespace
}  // namespace slackwater::api
