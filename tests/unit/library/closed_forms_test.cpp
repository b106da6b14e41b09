// L9: small models with closed forms.

#include "support.hpp"

namespace slackwater::api {
namespace {

// Cost c0 (E / E0)^b with b = log2(0.8) = -0.3219; after ten doublings 0.8^10 = 0.1074 of it. The
// sum spent is the integral c0 E0 ((E / E0)^(1+b) - 1) / (1 + b).
TEST(LibraryTest, LearningCurveFollowsItsClosedForm) {
  const auto model = library_model("learning_curve/learning_curve.sd");
  const auto table = run_with(model, {}, 1023);
  const double b = std::log(0.8) / std::log(2.0);
  EXPECT_NEAR(b, -0.3219, 5e-5);
  const auto cost = series(table, "unit_cost"), total = series(table, "total_cost");
  for (std::size_t i = 0; i < cost.size(); ++i) {
    const double times = 1 + table.time[i];  // 100 made before, 100 a month
    EXPECT_NEAR(cost[i], 100 * std::pow(times, b), 1e-9);
    EXPECT_NEAR(total[i], 100 * 100 * (std::pow(times, 1 + b) - 1) / (1 + b), 1e-3);
  }
  EXPECT_NEAR(value_at(table, "unit_cost", 1023), 100 * 0.1074, 0.005);
}

TEST(LibraryTest, HalfLifeHalvesWhatCanBeRemoved) {
  const auto model = library_model("half_life/half_life.sd");
  for (const double half_life : {6.0, 9.0, 12.0}) {
    const auto table = run_with(model, {{"half_life", half_life}});
    const auto defects = series(table, "defects");
    for (std::size_t i = 0; i < defects.size(); ++i) {
      EXPECT_NEAR(defects[i], 50 + 950 * std::pow(2, -table.time[i] / half_life), 1e-6);
    }
    EXPECT_NEAR(value_at(table, "removable_share", 3 * half_life), 0.125, 1e-8);
  }
}

// Below the threshold f_min = a e / (c + a e) debt rests at (a e (1-f) / (c f) - 1) / k and output
// at C f / (a e); above it debt vanishes and output is C (1-f) / c. Output peaks at the threshold.
TEST(LibraryTest, TechnicalDebtRestsAtItsClosedForm) {
  const auto model = library_model("technical_debt/technical_debt.sd");
  const double capacity = 400, clean = 40, a = 1, repay = 10, drag = 0.005;
  const double threshold = a * repay / (clean + a * repay);
  for (const double f : {0.02, 0.05, 0.1, 0.15, 0.19, 0.21, 0.3, 0.5}) {
    const double debt = f < threshold ? (a * repay * (1 - f) / (clean * f) - 1) / drag : 0;
    const double output = f < threshold ? capacity * f / (a * repay) : capacity * (1 - f) / clean;
    for (const double start : {0.0, 100.0, 1000.0}) {
      const auto rest = rest_with(model, {{"pay_down_share", f}, {"initial_debt", start}});
      EXPECT_EQ(rest.stability, "stable");
      EXPECT_NEAR(at_rest(rest, "debt"), debt, 1e-6) << f << " from " << start;
      EXPECT_NEAR(at_rest(rest, "output"), output, 1e-6) << f << " from " << start;
      EXPECT_NEAR(at_rest(rest, "threshold"), threshold, 1e-15);
      if (f >= threshold) continue;
      const double effort = clean * (1 + drag * debt);
      EXPECT_NEAR(rest.eigenvalues.front().real(),
                  -a * capacity * (1 - f) * clean * drag / (effort * effort), 1e-6);
    }
  }
}

// g = g* + (g0 - g*) e^(-t/T) with g* = w (1 - S); the gap of the reports is c g, and its sum the
// integral of that.
TEST(LibraryTest, WhatIsMeasuredIsServedAsItsClosedFormSays) {
  const auto model = library_model("multitask_goodhart/multitask_goodhart.sd");
  for (const auto& [weight, safety] : {std::pair{0.5, 0.4}, {1.0, 0.0}, {0.8, 1.0}}) {
    const double share = weight * (1 - safety);
    const auto table = run_with(model, {{"weight_of_measure", weight}, {"safety", safety}}, 400);
    const auto real = series(table, "real_result"), gap = series(table, "reporting_gap");
    const auto all_real = series(table, "total_real"), all = series(table, "total_reported");
    for (std::size_t i = 0; i < real.size(); ++i) {
      const double t = table.time[i], left = std::exp(-t / 13);
      const double gaming = share * (1 - left), summed = share * (t - 13 * (1 - left));
      EXPECT_NEAR(real[i], 0.2 * (1 - gaming) * 100, 1e-6);
      EXPECT_NEAR(gap[i], 15 * gaming, 1e-6);
      EXPECT_NEAR(all_real[i], 20 * (t - summed), 1e-5);
      EXPECT_NEAR(all[i] - all_real[i], 15 * summed, 1e-5);
    }
    EXPECT_NEAR(gap.back(), 15 * weight * (1 - safety), 1e-9);
  }
}

}  // namespace
}  // namespace slackwater::api
