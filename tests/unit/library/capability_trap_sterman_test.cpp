// L1: the teaching model of the capability trap.

#include <algorithm>

#include "support.hpp"

namespace slackwater::api {
namespace {

Model model() { return library_model("capability_trap_sterman/capability_trap_sterman.sd"); }

results::RunTable shifted(double hours, double stop_time) {
  RunOptions options;
  options.set = {{"hours_shifted", hours}};
  options.stop_time = stop_time;
  options.time_step = options.save_step = 1.0 / 256;  // as the independent program
  return run_model(model(), options);
}

TEST(LibraryTest, TeachingModelStartsInAnExactEquilibrium) {
  for (const auto& name : {"output", "capability", "labor", "hours_on_output"}) {
    const auto values = series(run_with(model(), {}, 40), name);
    const double highest = *std::max_element(values.begin(), values.end());
    const double lowest = *std::min_element(values.begin(), values.end());
    EXPECT_LE(highest - lowest, 1e-12 * highest) << name;
  }
}

// The independent program's numbers: 112.5 at once, through 100 at 0.45 years, 59.211 in the end;
// 87.5 at once, through 100 at 0.60 years, 125.000 in the end. The shift takes the step from year 0
// on, so the first output after it is that of 1/256.
TEST(LibraryTest, MoreOutputIsBetterBeforeWorse) {
  const auto table = shifted(4, 40);
  EXPECT_NEAR(value_at(table, "output", 1.0 / 256), 112.5, 1e-9);
  const double crossing =
      first_time(table, "output", [](double output) { return output < 100 - 1e-9; });
  EXPECT_NEAR(crossing, 0.45, 0.005 + 1.0 / 256);
  EXPECT_NEAR(value_at(table, "output", 40), 59.211, 0.0005);
  for (const double hours : series(table, "workweek")) EXPECT_NEAR(hours, 40, 1e-12);
}

TEST(LibraryTest, MoreImprovementIsWorseBeforeBetter) {
  const auto table = shifted(-4, 40);
  EXPECT_NEAR(value_at(table, "output", 1.0 / 256), 87.5, 1e-9);
  const auto output = series(table, "output");
  double back = NAN;
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (table.time[i] > 0.01 && output[i] > 100) {
      back = table.time[i];
      break;
    }
  }
  EXPECT_NEAR(back, 0.60, 0.005 + 1.0 / 256);
  EXPECT_NEAR(output.back(), 125.000, 0.0005);
}

// C = a / (1 + a / Cmax) with a = people, hours of improvement and their yield over the lifetime:
// what wears off is what was gained, later, so that its mean alone counts.
TEST(LibraryTest, CapabilityComesToItsClosedForm) {
  for (const double hours : {-4.0, -2.0, 0.0, 2.0, 4.0, 6.0}) {
    const double a = 100 * (8 - hours) * (0.5 * 10 / 9 / 800) * 2;
    const double capability = a / (1 + a / 10);
    const auto table = run_with(model(), {{"hours_shifted", hours}}, 40);
    EXPECT_NEAR(value_at(table, "capability", 40), capability, 1e-5 * capability) << hours;
    EXPECT_NEAR(value_at(table, "output", 40), 100 * (32 + hours) / 32 * capability, 1e-3);
  }
}

// More is asked for, 10 %: the independent program's output after 1, 5 and 30 years. Harder alone
// and smarter alone both close the gap; there is no trap in that.
TEST(LibraryTest, EitherWayClosesAGapOfTenPercent) {
  struct Row {
    double harder, smarter, after_1, after_5, after_30;
  };
  for (const Row& row : {Row{1, 0, 103.9, 109.2, 110.0}, Row{0, 1, 101.9, 111.8, 110.0},
                         Row{1, 1, 105.3, 110.2, 110.0}, Row{4, 0.5, 108.9, 110.0, 110.0},
                         Row{0.5, 2, 105.4, 109.0, 110.0}}) {
    RunOptions options;
    options.set = {{"demand_increase", 0.1},
                   {"work_sensitivity", row.harder},
                   {"improvement_sensitivity", row.smarter}};
    options.stop_time = 30;
    options.time_step = 1.0 / 256;
    options.save_step = 1;
    const auto table = run_model(model(), options);
    EXPECT_NEAR(value_at(table, "output", 1), row.after_1, 0.05);
    EXPECT_NEAR(value_at(table, "output", 5), row.after_5, 0.05);
    EXPECT_NEAR(value_at(table, "output", 30), row.after_30, 0.05);
  }
}

// Hiring replaces who leaves and closes the gap in its own time, by Euler's rule
// gap_{n+1} = gap_n (1 - step / time); everybody employed is somewhere in the delay of attrition.
TEST(LibraryTest, PeopleFollowWhoIsAuthorized) {
  const auto table = run_with(model(), {{"authorized_change", 0.2}});
  const auto labor = series(table, "labor");
  for (std::size_t i = 0; i < labor.size(); ++i) {
    const double steps = std::max(0.0, table.time[i] * 64);
    EXPECT_NEAR(labor[i], 120 - 20 * std::pow(1 - 1.0 / 16, steps), 1e-9) << table.time[i];
  }
}

}  // namespace
}  // namespace slackwater::api
