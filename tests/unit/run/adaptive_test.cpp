// dopri5 and rosenbrock4: errors against exact and published solutions, kinks, steps of one's own,
// clear endings.
#include <gtest/gtest.h>

#include <cmath>

#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

Simulation adaptive(const std::string& text, Method method, double tolerance) {
  Simulation simulation(text);
  simulation.settings.method = method;
  simulation.settings.absolute_tolerance = tolerance;
  simulation.settings.relative_tolerance = tolerance;
  return simulation;
}

constexpr Method kMethods[] = {Method::dopri5, Method::rosenbrock4};

constexpr const char* kOscillator = R"(model "oscillator"

time second from 0 to 20 step 1/8 save 1/2 method dopri5

stock x: 1 = 1
    inflow v_as_flow

stock v: 1/second = 0
    outflow pull

flow v_as_flow: 1/second = v

flow pull: 1/second/second = x / 1 [second^2]
)";

// x = cos t; the error of the whole run stays within a small multiple of the tolerance of one step.
TEST(AdaptiveTest, ErrorFollowsTheTolerance) {
  for (const Method method : kMethods) {
    double last = 1;
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
      const auto simulation = adaptive(kOscillator, method, tolerance);
      const auto run = simulation.run();
      ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "second");
      const auto x = simulation.of(run, "x");
      double worst = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        worst = std::max(worst, std::fabs(x[i] - std::cos(save_time(simulation.settings, i))));
      }
      EXPECT_LT(worst, 100 * tolerance) << name(method);
      EXPECT_LT(worst, last) << name(method) << ": a smaller tolerance gives a smaller error";
      last = worst;
    }
  }
}

// Save points lie inside long steps here and come from dense output: of order 4 (dopri5) and 3
// (rosenbrock4), one less than the steps, so their errors are larger than those at the ends of
// steps but follow the tolerance.
TEST(AdaptiveTest, SavePointsWithinStepsAreInterpolated) {
  for (const Method method : kMethods) {
    for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
      auto simulation = adaptive(kOscillator, method, tolerance);
      simulation.settings.longest_step = 5;
      simulation.settings.time_step = 1.0 / 64;
      simulation.settings.save_step = 1.0 / 64;
      const auto run = simulation.run();
      ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "second");
      const auto x = simulation.of(run, "x");
      double worst = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        worst = std::max(worst, std::fabs(x[i] - std::cos(save_time(simulation.settings, i))));
      }
      EXPECT_LT(worst, 200 * tolerance) << name(method) << " with tolerance " << tolerance;
    }
  }
}

// With a constant slope between the kinks the integral is exact up to rounding, whatever the
// tolerance.
TEST(AdaptiveTest, StopsAtEveryKink) {
  const std::string text = R"(model "kinks"

time week from 0 to 30 step 1/8 save 1 method dopri5

lookup shape(t: week): 1 = (0, 0) (4.3, 2) (9.1, 1) clamp

stock stepped: week = 0
    inflow a

stock pulsed: week = 0
    inflow b

stock trained: week = 0
    inflow c

stock ramped: week = 0
    inflow d

stock looked_up: week = 0
    inflow e

flow a: 1 = step(2, 7.3 week)

flow b: 1 = pulse(3, 2.2 week, 1.7 week)

flow c: 1 = pulse_train(period = 3.7 week, width = 1.1 week, offset = 0.3 week)

flow d: 1 = ramp(1 [1/week], 5.5 week, 6.5 week)

flow e: 1 = shape(time)
)";
  for (const Method method : kMethods) {
    const auto simulation = adaptive(text, method, 1e-3);
    const auto run = simulation.run();
    ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "week");
    const double near = 1e-12 * 30;
    EXPECT_NEAR(simulation.of(run, "stepped")[30], 2 * (30 - 7.3), near) << name(method);
    EXPECT_NEAR(simulation.of(run, "pulsed")[30], 3 * 1.7, near) << name(method);
    // Periods begin at 0.3 + 3.7 n; nine of them (n = 0 .. 8) end before 30, the last at 31.0 - 0.0
    // has not begun.
    const double whole = 8 * 1.1 + std::min(1.1, 30 - (0.3 + 3.7 * 8));
    EXPECT_NEAR(simulation.of(run, "trained")[30], whole, near) << name(method);
    EXPECT_NEAR(simulation.of(run, "ramped")[30], 0.5 + (30 - 6.5), near) << name(method);
    // Trapezoids: (0 + 2) / 2 over 4.3, (2 + 1) / 2 over 4.8, then level 1.
    EXPECT_NEAR(simulation.of(run, "looked_up")[30], 4.3 + 1.5 * 4.8 + (30 - 9.1), near)
        << name(method);
  }
}

// Switches count from the instant itself, without the midpoint rule of fixed steps.
TEST(AdaptiveTest, SavesTheFarSideOfAKink) {
  const auto simulation = adaptive(R"(model "side"

time week from 0 to 4 step 1/8 save 1 method dopri5

stock x: week = 0
    inflow a

flow a: 1 = step(1, 2 week)
)",
                                   Method::dopri5, 1e-6);
  const auto a = simulation.of(simulation.run(), "a");
  EXPECT_EQ(a, (std::vector<double>{0, 0, 1, 1, 1}));
}

constexpr const char* kRobertson = R"(model "Robertson's chemical reaction"

time second from 0 to 1e11 step 1e9 save 1e11 method rosenbrock4

parameter slow: 1/second = 0.04
parameter middle: 1/second = 1e4
parameter fast: 1/second = 3e7

stock a: 1 = 1
    inflow a_gained
    outflow a_lost

stock b: 1 = 0
    inflow a_lost
    outflow a_gained
    outflow c_gained

stock c: 1 = 0
    inflow c_gained

flow a_lost: 1/second = slow * a

flow a_gained: 1/second = middle * b * c

flow c_gained: 1/second = fast * b * b
)";

// Source: Mazzia and Magherini, Test Set for Initial Value Problem Solvers 2.4 (University of Bari,
// 2008), problem ROBER, reference solution at t = 1e11.
TEST(AdaptiveTest, RobertsonsReactionAtTheEndOfTime) {
  auto simulation = adaptive(kRobertson, Method::rosenbrock4, 1e-8);
  simulation.settings.absolute_tolerance = 1e-16;
  const auto run = simulation.run();
  ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "second");
  EXPECT_NEAR(simulation.of(run, "a").back(), 0.2083340149701255e-07,
              1e-6 * 0.2083340149701255e-07);
  EXPECT_NEAR(simulation.of(run, "b").back(), 0.8333360770334713e-13,
              1e-6 * 0.8333360770334713e-13);
  EXPECT_NEAR(simulation.of(run, "c").back(), 0.9999999791665050, 1e-8);
}

// Source: the same, problem VDPOL, reference solution at t = 2.
TEST(AdaptiveTest, VanDerPolsOscillatorWithStiffness) {
  auto simulation = adaptive(R"(model "van der Pol"

time second from 0 to 2 step 1/8 save 1 method rosenbrock4

parameter epsilon: second = 1e-6

stock y: 1 = 2
    inflow moving

stock z: 1/second = 0
    inflow pushing

flow moving: 1/second = z

flow pushing: 1/second/second = ((1 - y * y) * z - y / 1 [second]) / epsilon
)",
                             Method::rosenbrock4, 1e-8);
  const auto run = simulation.run();
  ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "second");
  EXPECT_NEAR(simulation.of(run, "y").back(), 0.1706167732170483e1, 1e-5);
  EXPECT_NEAR(simulation.of(run, "z").back(), -0.8928097010247975, 1e-5);
}

// The step size belongs to the run: in a batch of different runs each has the bits that it has
// alone, on every set.
TEST(AdaptiveTest, NeighboursAndInstructionSetsChangeNoBit) {
  for (const Method method : kMethods) {
    auto simulation = adaptive(kOscillator, method, 1e-6);
    std::vector<Variant> variants(5, simulation.variant());
    for (std::size_t i = 0; i < variants.size(); ++i) {
      variants[i].starts = {1 + 0.1 * static_cast<double>(i), 0.25};
    }
    const auto together = simulation.run_all(variants);
    for (std::size_t i = 0; i < variants.size(); ++i) {
      for (const auto set : instruction_sets()) {
        for (const auto& passes : {program::Passes(), program::Passes::none()}) {
          const Path path{0, set, passes};
          const auto alone = simulation.run_all({variants[i]}, path).front();
          EXPECT_EQ(difference(simulation, together[i], alone), "")
              << name(method) << ", " << path.describe();
        }
      }
    }
  }
}

// x' = 1 + x^2 reaches infinity at pi/2 - atan(x0): no step is small enough to get past it.
TEST(AdaptiveTest, ASingularityEndsTheRunWithItsTime) {
  const auto simulation = adaptive(R"(model "tangent"

time week from 0 to 3 step 1/8 save 1/8 method dopri5

stock x: 1 = 0
    inflow growth

flow growth: 1/week = (1 + x * x) / 1 [week]
)",
                                   Method::dopri5, 1e-8);
  const auto run = simulation.run();
  EXPECT_NE(run.outcome.status, RunStatus::complete);
  EXPECT_NEAR(run.outcome.time, std::acos(0.0), 1e-5);
  EXPECT_EQ(run.outcome.saved, 13u);  // 0 to 1.5 in eighths
  const auto x = simulation.of(run, "x");
  EXPECT_NEAR(x[8], std::tan(1.0), 1e-6);
  EXPECT_TRUE(std::isnan(x[13]));
}

TEST(AdaptiveTest, ADivisionByZeroIsNamed) {
  const auto simulation = adaptive(R"(model "share"

time week from 0 to 10 step 1/8 save 1 method dopri5

stock backlog: 1 = 4
    outflow done

flow done: 1/week = 1 [1/week]

aux share: 1 = 1 / (backlog - step(1, 3 week))
)",
                                   Method::dopri5, 1e-8);
  const auto run = simulation.run();
  EXPECT_EQ(run.outcome.status, RunStatus::domain_error);
  EXPECT_EQ(describe(run.outcome, "week"),
            "division by zero in the equation of 'share' at time 3 week (backlog = 1)");
  EXPECT_EQ(run.outcome.saved, 3u);
}

TEST(AdaptiveTest, TooManyStepsEndTheRun) {
  auto simulation = adaptive(kOscillator, Method::dopri5, 1e-10);
  simulation.settings.step_limit = 20;
  const auto run = simulation.run();
  EXPECT_EQ(run.outcome.status, RunStatus::step_failed);
  EXPECT_EQ(run.outcome.message, "the method dopri5 took more than 20 steps");
}

TEST(AdaptiveTest, RefusesWhatNeedsSteps) {
  for (const char* equation : {"delay_fixed(x, 1 week, 0)", "previous(x, 0)", "normal(0, 1)"}) {
    Simulation simulation(
        "model \"m\"\n\ntime week from 0 to 1 step 1/8 save 1 method rk4\n\nstock x: 1 = 1\n\naux "
        "a: 1 = " +
        std::string(equation) + "\n");
    simulation.settings.method = Method::dopri5;
    const auto program = simulation.compile();
    const auto engine = Engine::make(program, simulation.settings);
    ASSERT_FALSE(engine.has_value()) << equation;
    EXPECT_EQ(engine.diagnostics().entries().front().code, "E0606") << equation;
  }
}

// Adaptive methods switch at the exact time, start values included: at time 0 the train is on and a
// step at 0.1 is not yet, although the middle of the first fixed step of 1/2 would say otherwise of
// both.
TEST(AdaptiveTest, StartValuesSeeSwitchesAtTheExactTime) {
  constexpr const char* kSwitched = R"(model "switched at the start"

time week from 0 to 2 step 1/2 save 1/2

aux train: 1 = pulse_train(1.1 week, 0.2 week)

aux later: 1 = step(1, 0.1 week)

stock a: 1 = train
    inflow rest

stock b: 1 = later
    inflow rest_too

flow rest: 1/week = 0

flow rest_too: 1/week = 0
)";
  for (const Method method : kMethods) {
    const auto simulation = adaptive(kSwitched, method, 1e-6);
    const auto run = simulation.run();
    ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "week");
    EXPECT_EQ(simulation.of(run, "train")[0], 1) << name(method);
    EXPECT_EQ(simulation.of(run, "a")[0], 1) << name(method);
    EXPECT_EQ(simulation.of(run, "later")[0], 0) << name(method);
    EXPECT_EQ(simulation.of(run, "b")[0], 0) << name(method);
  }
}

// Every way to write a table over time: its points are stopped at, so a spike of 0.06 weeks and an
// area of 30 that the save step of 10 would step over is integrated exactly.
TEST(AdaptiveTest, StopsAtThePointsOfATableOverALineInTime) {
  const char* const arguments[] = {
      "time - shift",   "clock - shift",          "time + (-1) * shift",    "(time as day) as week",
      "2 * time / two", "time * two / 2 - later", "0 week - (shift - time)"};
  for (const char* argument : arguments) {
    const std::string text = R"(model "spike"

time week from 0 to 40 step 1/8 save 10 method dopri5

lookup shape(t: week): 1 = (0, 0) (13.37, 0) (13.40, 1000) (13.43, 0) (60, 0) clamp

parameter shift: week = 0

parameter two: 1 = 2

stock x: week = 0
    inflow spike

aux clock: week = time

aux later: week = initial(x)

flow spike: 1 = shape()" + std::string(argument) +
                             ")\n";
    for (const Method method : kMethods) {
      const auto simulation = adaptive(text, method, 1e-7);
      const auto run = simulation.run();
      ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "week");
      // Conversions there and back move a point by a last place, which the tolerance holds.
      EXPECT_NEAR(simulation.of(run, "x").back(), 30, 30 * 1e-7)
          << argument << ", " << name(method);
    }
  }
}

// A switch in a check alone is met at its time, as under rk4: x = 5 breaks x <= 10 - 8 from week 20
// on, and during weeks 14 and 15.
TEST(AdaptiveTest, ChecksSeeTheirSwitchesAtTheExactTime) {
  struct Case {
    const char* limit;
    double time;
  };
  for (const auto& [limit, time] :
       {Case{"step(8, 20 week)", 20}, {"pulse(8, 14 week, 2 week)", 14}}) {
    Simulation simulation(R"(model "limit"

time week from 0 to 30 step 1/8 save 1 method rk4

stock x: 1 = 5
    inflow f

flow f: 1/week = 0

check x <= 10 - )" + std::string(limit) +
                          "\n");
    for (const Method method : {Method::rk4, Method::dopri5, Method::rosenbrock4}) {
      simulation.settings.method = method;
      const auto outcome = simulation.run().outcome;
      EXPECT_EQ(outcome.status, RunStatus::check_failed) << name(method);
      EXPECT_EQ(outcome.time, time) << name(method);
    }
  }
}

// What no step gets past is named with its place, as under rk4: backlog = 4.5 - t is 2 at 2.5.
TEST(AdaptiveTest, AFailureWithinAStepHasItsCause) {
  const std::string text = R"(model "logarithm"

time week from 0 to 10 step 1/8 save 1 method dopri5

stock backlog: 1 = 4.5
    outflow done

stock other: 1 = 0
    inflow gain

flow done: 1/week = 1 [1/week]

flow gain: 1/week = ln(backlog - 2) / 1 [week]
)";
  for (const Method method : kMethods) {
    const auto outcome = adaptive(text, method, 1e-7).run().outcome;
    EXPECT_EQ(outcome.status, RunStatus::domain_error) << name(method);
    EXPECT_EQ(outcome.variable, "gain") << name(method);
    EXPECT_EQ(outcome.message.substr(0, 9), "logarithm") << outcome.message;
    EXPECT_NEAR(outcome.time, 2.5, 1e-6) << name(method);
    EXPECT_EQ(outcome.saved, 3u);
    ASSERT_EQ(outcome.inputs.size(), 1u);
    EXPECT_EQ(outcome.inputs[0].name, "backlog");
    EXPECT_NEAR(outcome.inputs[0].value, 2, 1e-6);
    ASSERT_NE(outcome.place.source, nullptr);
    EXPECT_EQ(text.substr(outcome.place.span.begin, 15), "ln(backlog - 2)");
  }
}

// x' = x^2 is infinite at 1 / x0; nothing fails before, so the stock itself is named and shown.
TEST(AdaptiveTest, AStockThatOutrunsEveryStepHasItsPlace) {
  const std::string text = R"(model "explosion"

time week from 0 to 4 step 1/8 save 1/4 method dopri5

stock quiet: 1 = 1e3
    inflow rest

stock x: 1 = 1
    inflow growth

flow rest: 1/week = 0

flow growth: 1/week = x * x / 1 [week]
)";
  for (const Method method : kMethods) {
    const auto outcome = adaptive(text, method, 1e-7).run().outcome;
    EXPECT_NE(outcome.status, RunStatus::complete) << name(method);
    EXPECT_TRUE(outcome.variable == "x" || outcome.variable == "growth") << outcome.variable;
    EXPECT_NEAR(outcome.time, 1, 1e-4) << name(method);
    EXPECT_NE(outcome.place.source, nullptr) << name(method);
    EXPECT_FALSE(outcome.inputs.empty() && outcome.variable == "growth") << name(method);
  }
}

// y' = sqrt(top - x) from x = top on, x' = -x / 10: top - x is 1 - exp(-t / 10). The integral of
// its root up to T is 20 (artanh(s) - s) with s = sqrt(1 - exp(-T / 10)).
TEST(AdaptiveTest, AStockMayStartAtTheUpperEndOfADomain) {
  const auto simulation = adaptive(R"(model "full"

time week from 0 to 10 step 1/8 save 1 method rosenbrock4

parameter top: 1 = 1

stock x: 1 = 1
    outflow lose

stock y: 1 = 0
    inflow gain

flow lose: 1/week = 0.1 [1/week] * x

flow gain: 1/week = sqrt(top - x) / 1 [week]
)",
                                   Method::rosenbrock4, 1e-8);
  const auto run = simulation.run();
  ASSERT_EQ(run.outcome.status, RunStatus::complete) << describe(run.outcome, "week");
  const double s = std::sqrt(1 - std::exp(-1.0));
  EXPECT_NEAR(simulation.of(run, "y").back(), 20 * (std::atanh(s) - s), 1e-4);
}

// Lists of inputs end where nobody reads on.
TEST(AdaptiveTest, ALongListOfInputsIsCutShort) {
  RunOutcome outcome;
  outcome.status = RunStatus::domain_error;
  outcome.message = "division by zero in the equation of 'share'";
  for (int i = 0; i < 7; ++i) outcome.inputs.push_back({"x[e" + std::to_string(i) + "]", 1});
  EXPECT_EQ(describe(outcome, "week"),
            "division by zero in the equation of 'share' at time 0 week (x[e0] = 1, x[e1] = 1, "
            "x[e2] = 1, x[e3] = 1, x[e4] = 1, x[e5] = 1, x[e6] = 1)");
  for (int i = 7; i < 400; ++i) outcome.inputs.push_back({"x[e" + std::to_string(i) + "]", 1});
  EXPECT_EQ(describe(outcome, "week"),
            "division by zero in the equation of 'share' at time 0 week (x[e0] = 1, x[e1] = 1, "
            "x[e2] = 1, x[e3] = 1, x[e4] = 1, x[e5] = 1 and 394 more)");
}

}  // namespace
}  // namespace slackwater::run::test
