// L6: the map of fire fighting, its fixed points and what they are.

#include <algorithm>
#include <array>

#include "support.hpp"

namespace slackwater::api {
namespace {

Model model() { return library_model("fire_fighting_map/fire_fighting_map.sd"); }

struct Numbers {
  double capacity, design = 1000, concept_work = 500, base = 0.1, rise = 0.4;
};

double next_share(double f, const Numbers& n) {
  const double rework = n.base + n.rise * (1 - f);
  return std::clamp((n.capacity - n.design / (1 - rework)) / n.concept_work, 0.0, 1.0);
}

/// The slope of the map without its limits.
double slope(double f, const Numbers& n) {
  const double right = 1 - n.base - n.rise * (1 - f);
  return n.design * n.rise / (n.concept_work * right * right);
}

/// Both roots of Nc pb f^2 + (Nc (1-pa-pb) - A pb) f + Nd - A (1-pa-pb) = 0, the smaller first.
std::array<double, 2> roots(const Numbers& n) {
  const double g = 1 - n.base - n.rise;
  const double a = n.concept_work * n.rise, b = n.concept_work * g - n.capacity * n.rise;
  const double root = std::sqrt(b * b - 4 * a * (n.design - n.capacity * g));
  return {(-b - root) / (2 * a), (-b + root) / (2 * a)};
}

std::vector<Setting> settings(const Numbers& n, double start) {
  return {{"capacity", n.capacity},           {"design_tasks", n.design},
          {"concept_tasks", n.concept_work},  {"base_rework", n.base},
          {"rework_without_concept", n.rise}, {"initial_share", start}};
}

double end(const Numbers& n, double start) {
  return series(run_with(model(), settings(n, start), 500), "concept_share").back();
}

TEST(LibraryTest, FireFightingIteratesItsMap) {
  for (const double start : {0.0, 0.2, 0.25, 0.6, 1.0}) {
    for (const double capacity : {1550.0, 1700.0, 1800.0, 2010.0}) {
      const Numbers n{capacity};
      double f = start;
      for (const double share : series(run_with(model(), settings(n, start)), "concept_share")) {
        EXPECT_NEAR(share, f, 1e-12);
        f = next_share(f, n);
      }
    }
  }
}

// Bistable between Nd / (1 - pa) + Nc and Nd / (1 - pa - pb), divided by the smaller root; the
// independent program's roots are in the table.
TEST(LibraryTest, FireFightingHasATippingPoint) {
  for (const auto& [capacity, expected] :
       {std::pair{1650.0, 0.6059}, {1700.0, 0.4381}, {1800.0, 0.2366}, {1900.0, 0.1021}}) {
    const Numbers n{capacity};
    const double tipping = roots(n)[0];
    EXPECT_NEAR(tipping, expected, 5e-5);
    EXPECT_EQ(end(n, tipping - 1e-6), 0) << capacity;
    EXPECT_EQ(end(n, tipping + 1e-6), 1) << capacity;
    const auto at = equilibrium(model(), settings(n, tipping));
    ASSERT_TRUE(at);
    EXPECT_EQ(at->stability, "unstable") << capacity;
    EXPECT_NEAR(at_rest(*at, "concept_share"), tipping, 1e-9);
    EXPECT_NEAR(at->eigenvalues.front().real(), std::log(slope(tipping, n)), 1e-6);
  }
  EXPECT_NEAR(1000 / 0.9 + 500, 1611.1, 0.05);
  for (const double start : {0.0, 0.5, 1.0}) {
    EXPECT_EQ(end({1600}, start), 0);
    EXPECT_EQ(end({2001}, start), 1);
  }
  const auto good = run_with(model(), settings({1800}, 1));
  EXPECT_NEAR(series(good, "fire_fighting").back(), (1000 / 0.9 - 1000) / 1800, 1e-12);
  EXPECT_EQ(end({1612}, 1), 1);
  EXPECT_EQ(end({1999}, 0), 0);
}

// One bad year: the organization recovers exactly if the share after it is above the tipping point.
TEST(LibraryTest, RecoveryIsDecidedByTheShareAfterTheShock) {
  const Numbers n{1800};
  const double tipping = roots(n)[0];
  const double edge = 1800 - 1000 / 0.9 - 500 * tipping;  // takes the good state to the root
  for (const double lost : {100.0, edge - 0.01, edge + 0.01, 700.0}) {
    auto set = settings(n, 1);
    set.push_back({"lost_capacity", lost});
    const auto table = run_with(model(), set, 200);
    const double after = value_at(table, "concept_share", 6);
    EXPECT_NEAR(after, std::clamp(tipping + (edge - lost) / 500, 0.0, 1.0), 1e-9);
    EXPECT_EQ(series(table, "concept_share").back(), after > tipping ? 1 : 0) << lost;
  }
}

// With less to lose by left-out concept work and more of it to do, the point inside is stable: from
// everywhere to the same share, and no tipping.
TEST(LibraryTest, WithOtherNumbersThereIsNoTipping) {
  for (const double capacity : {1680.0, 1720.0, 1750.0, 1800.0}) {
    const Numbers n{capacity, 1000, 700, 0.1, 0.3};
    const auto both = roots(n);
    const double inside = both[0] >= 0 && both[0] <= 1 ? both[0] : both[1];
    ASSERT_GT(inside, 0);
    ASSERT_LT(inside, 1);
    EXPECT_LT(slope(inside, n), 1);
    for (const double start : {0.0, 0.3, 0.7, 1.0}) {
      EXPECT_NEAR(end(n, start), inside, 1e-9) << capacity << " from " << start;
    }
    const auto rest = rest_with(model(), settings(n, 0.5));
    EXPECT_EQ(rest.stability, "stable");
    EXPECT_NEAR(at_rest(rest, "concept_share"), inside, 1e-9);
    EXPECT_NEAR(rest.eigenvalues.front().real(), std::log(slope(inside, n)), 1e-6);
  }
}

}  // namespace
}  // namespace slackwater::api
