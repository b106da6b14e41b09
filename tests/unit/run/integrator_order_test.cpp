// The order of every integrator, proved by halving the step against exact solutions, kinks
// included.
#include <gtest/gtest.h>

#include <cmath>

#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

double largest_error(const Simulation& simulation, const RunSeries& run, const std::string& name,
                     const std::function<double(double)>& exact) {
  EXPECT_EQ(run.outcome.status, RunStatus::complete)
      << describe(run.outcome, simulation.model().time.unit);
  const auto series = simulation.of(run, name);
  double worst = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double error = std::fabs(series[i] - exact(save_time(simulation.settings, i)));
    if (std::isnan(error)) return error;  // which no comparison passes
    worst = std::max(worst, error);
  }
  return worst;
}

// log2 of the error's shrinking when the step is halved.
double observed_order(Simulation simulation, const Way& way, Method method, double step,
                      const std::string& name, const std::function<double(double)>& exact) {
  simulation.settings.method = method;
  simulation.settings.time_step = step;
  const double coarse = largest_error(simulation, way.run(simulation), name, exact);
  simulation.settings.time_step = step / 2;
  const double fine = largest_error(simulation, way.run(simulation), name, exact);
  return std::log2(coarse / fine);
}

struct Expected {
  Method method;
  double order;
};
constexpr Expected kMethods[] = {{Method::euler, 1}, {Method::rk2, 2}, {Method::rk4, 4}};
constexpr double kNear = 0.2;

constexpr const char* kLogistic = R"(model "logistic"

time week from 0 to 4 step 1/8 save 1 method rk4

stock x: 1 = 0.1
    inflow growth

flow growth: 1/week = x * (1 - x) / 1 [week]
)";

TEST(IntegratorOrderTest, SmoothProblem) {
  const Simulation simulation(kLogistic);
  const auto exact = [](double t) { return 1 / (1 + 9 * std::exp(-t)); };
  for (const Way& way : ways()) {
    for (const auto& [method, order] : kMethods) {
      EXPECT_NEAR(observed_order(simulation, way, method, 1.0 / 8, "x", exact), order, kNear)
          << name(method) << ", " << way.name;
    }
  }
}

// x' = u - x with a switched u; x is made of exponentials between the kinks.
std::string driven(const std::string& input) {
  return R"(model "driven"

time week from 0 to 8 step 1/8 save 1 method rk4

stock x: 1 = 0
    inflow up
    outflow down

aux u: 1 = )" +
         input + R"(

flow up: 1/week = u / 1 [week]

flow down: 1/week = x / 1 [week]
)";
}

double response_to_step(double t, double at) { return t < at ? 0 : 1 - std::exp(-(t - at)); }
double response_to_ramp(double t, double at) {
  return t < at ? 0 : (t - at) - (1 - std::exp(-(t - at)));
}

TEST(IntegratorOrderTest, KeptByAStepOnTheGrid) {
  const Simulation simulation(driven("step(1, 3 week)"));
  const auto exact = [](double t) { return response_to_step(t, 3); };
  for (const Way& way : ways()) {
    for (const auto& [method, order] : kMethods) {
      EXPECT_NEAR(observed_order(simulation, way, method, 1.0 / 8, "x", exact), order, kNear)
          << name(method) << ", " << way.name;
    }
  }
}

TEST(IntegratorOrderTest, KeptByAPulseOnTheGrid) {
  const Simulation simulation(driven("pulse(2, 2 week, 3 week)"));
  const auto exact = [](double t) { return 2 * (response_to_step(t, 2) - response_to_step(t, 5)); };
  for (const Way& way : ways()) {
    for (const auto& [method, order] : kMethods) {
      EXPECT_NEAR(observed_order(simulation, way, method, 1.0 / 8, "x", exact), order, kNear)
          << name(method) << ", " << way.name;
    }
  }
}

// Kinks of the ramp are frozen within a step, its slope is not.
TEST(IntegratorOrderTest, KeptByARampWithKinksOnTheGrid) {
  const Simulation simulation(driven("ramp(1 [1/week], 2 week, 5 week)"));
  const auto exact = [](double t) { return response_to_ramp(t, 2) - response_to_ramp(t, 5); };
  for (const Way& way : ways()) {
    for (const auto& [method, order] : kMethods) {
      EXPECT_NEAR(observed_order(simulation, way, method, 1.0 / 8, "x", exact), order, kNear)
          << name(method) << ", " << way.name;
    }
  }
}

// With tolerances that allow everything the longest step is the step; kinks between its multiples
// cost no order, because adaptive methods stop there.
double observed_order_adaptive(Simulation simulation, Method method, double step,
                               const std::function<double(double)>& exact) {
  simulation.settings.method = method;
  simulation.settings.absolute_tolerance = 1e6;
  simulation.settings.longest_step = step;
  const double coarse = largest_error(simulation, simulation.run(), "x", exact);
  simulation.settings.longest_step = step / 8;
  const double fine = largest_error(simulation, simulation.run(), "x", exact);
  return std::log2(coarse / fine) / 3;
}

// The way to the longest step and the last step of a stretch differ a little between the two runs.
void expect_order(double observed, double order, const std::string& what) {
  EXPECT_GT(observed, order - 0.3) << what;
  EXPECT_LT(observed, order + 0.7) << what;
}

// On linear equations a method may do better than its order.
void expect_at_least(double observed, double order, const std::string& what) {
  EXPECT_GT(observed, order - 0.3) << what;
}

constexpr Expected kAdaptiveMethods[] = {{Method::dopri5, 5}, {Method::rosenbrock4, 4}};

TEST(IntegratorOrderTest, AdaptiveMethodsOnASmoothProblem) {
  const auto exact = [](double t) { return 1 / (1 + 9 * std::exp(-t)); };
  for (const auto& [method, order] : kAdaptiveMethods) {
    expect_order(observed_order_adaptive(Simulation(kLogistic), method, 1.0 / 4, exact), order,
                 std::string(name(method)));
  }
}

TEST(IntegratorOrderTest, AdaptiveMethodsKeepTheirOrderAtKinksAnywhere) {
  const Simulation stepped(driven("step(1, 3.0625 week)"));
  const Simulation ramped(driven("ramp(1 [1/week], 2.03 week, 5.07 week)"));
  for (const auto& [method, order] : kAdaptiveMethods) {
    const auto to_step = [](double t) { return response_to_step(t, 3.0625); };
    const auto to_ramp = [](double t) {
      return response_to_ramp(t, 2.03) - response_to_ramp(t, 5.07);
    };
    expect_at_least(observed_order_adaptive(stepped, method, 1.0 / 2, to_step), order,
                    std::string(name(method)) + ", step");
    expect_at_least(observed_order_adaptive(ramped, method, 1.0 / 2, to_ramp), order,
                    std::string(name(method)) + ", ramp");
  }
}

// Within a step the switch comes too early or too late by at most half of it, so a unit step may be
// off by h/2.
TEST(IntegratorOrderTest, AStepBetweenGridPointsCostsAtMostHalfAStep) {
  Simulation simulation(driven("step(1, 3.0625 week)"));
  const auto exact = [](double t) { return response_to_step(t, 3.0625); };
  for (const Way& way : ways()) {
    for (const double step : {1.0 / 2, 1.0 / 4, 1.0 / 8}) {
      simulation.settings.time_step = step;
      EXPECT_LE(largest_error(simulation, way.run(simulation), "x", exact), step / 2) << way.name;
    }
  }
}

// Over a step with a kink at distance d from its nearer end, Simpson's rule (rk4) misses an area of
// h d / 6 - d^2 / 2 of a unit ramp, at most h^2 / 24; Heun's trapezoid h d / 2 - d^2 / 2, at most
// h^2 / 8. Two kinks may add up; what the other way, x - u, makes of them is no more.
TEST(IntegratorOrderTest, ARampKinkBetweenGridPointsCostsASquareOfTheStep) {
  Simulation simulation(driven("ramp(1 [1/week], 2.03 week, 5.07 week)"));
  const auto exact = [](double t) { return response_to_ramp(t, 2.03) - response_to_ramp(t, 5.07); };
  for (const Way& way : ways()) {
    for (const double step : {1.0 / 4, 1.0 / 8, 1.0 / 16, 1.0 / 32}) {
      simulation.settings.time_step = step;
      simulation.settings.method = Method::rk4;
      EXPECT_LE(largest_error(simulation, way.run(simulation), "x", exact), step * step / 12)
          << way.name << " with step " << step;
      simulation.settings.method = Method::rk2;
      EXPECT_LE(largest_error(simulation, way.run(simulation), "x", exact), step * step / 4)
          << way.name << " with step " << step;
    }
  }
}

// The formula of docs/reference/functions.md, at every step that holds a kink: before its beginning
// a ramp is 0, never less, and from its end on it is level.
TEST(IntegratorOrderTest, ARampIsItsFormulaAtEveryTime) {
  for (const double from : {3.0, 3.3, 3.5, 3.7}) {
    Simulation simulation(
        "model \"m\"\n\ntime week from 0 to 10 step 1 save 1 method rk4\n\naux r: 1 = ramp(2 "
        "[1/week], " +
        std::to_string(from) + " week, 6.4 week)\n");
    for (const auto method : {Method::euler, Method::rk2, Method::rk4}) {
      simulation.settings.method = method;
      for (const Way& way : ways()) {
        const auto r = simulation.of(way.run(simulation), "r");
        for (std::size_t t = 0; t <= 10; ++t) {
          const double expected = 2 * std::max(std::min(static_cast<double>(t), 6.4) - from, 0.0);
          EXPECT_DOUBLE_EQ(r[t], expected) << from << ", week " << t << ", " << way.name;
        }
      }
    }
  }
}

// A sharp pulse train by the midpoint rule: the time that it is on is right to one step in every
// period.
TEST(IntegratorOrderTest, PulseTrainsAreOnForTheirWidth) {
  const Simulation simulation(R"(model "train"

time week from 0 to 40 step 1/16 save 1 method rk4

stock on_time: week = 0
    inflow counting

flow counting: 1 = pulse_train(period = 4 week, width = 1 week, offset = -1 week)
)");
  for (const Way& way : ways()) {
    const auto on = simulation.of(way.run(simulation), "on_time");
    for (std::size_t t = 0; t <= 40; ++t) {
      EXPECT_DOUBLE_EQ(on[t], std::floor(static_cast<double>(t) / 4))
          << "week " << t << ", " << way.name;
    }
  }
}

TEST(IntegratorOrderTest, PulseOfWidthZeroLastsOneStep) {
  const Simulation simulation(R"(model "impulse"

time week from 0 to 3 step 1/8 save 1/8 method rk4

stock x: 1 = 0
    inflow kick

flow kick: 1/week = pulse(8 [1/week], 1 week)
)");
  for (const Way& way : ways()) {
    const auto x = simulation.of(way.run(simulation), "x");
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_DOUBLE_EQ(x[i], i <= 8 ? 0 : 1) << "save point " << i << ", " << way.name;
    }
  }
}

}  // namespace
}  // namespace slackwater::run::test
