#include "slackwater/reference/reference.hpp"

#include <gtest/gtest.h>

#include <boost/numeric/odeint/stepper/euler.hpp>
#include <boost/numeric/odeint/stepper/explicit_generic_rk.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "slackwater/base/source_text.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::reference {
namespace {

model::Model load(const std::string& text) {
  auto model = model::load(std::make_shared<base::SourceText>("test.sd", text));
  EXPECT_TRUE(model.has_value()) << base::render(model.diagnostics());
  return *std::move(model);
}

Output simulate(const model::Model& model, const std::vector<std::string>& names,
                Input input = {}) {
  for (const auto& name : names) input.outputs.push_back(*model.find_element(name));
  auto output = run(model, input);
  EXPECT_TRUE(output.has_value());
  return *std::move(output);
}

std::string with_method(std::string text, const std::string& method) {
  text.replace(text.find("METHOD"), 6, method);
  return text;
}

const char* const kDecay = R"(model "decay"
time second from 0 to 8 step 1/8 save 1 method METHOD
stock x: 1 = 1
    outflow decay
flow decay: 1/second = x / 2 second
)";

// x' = -x / 2. One Euler step multiplies by 1 - h/2, Heun by 1 - z + z^2/2, RK4 by the Taylor sum
// to z^4; z = h/2.
TEST(ReferenceTest, DecayFollowsTheStabilityFunctionOfEveryMethod) {
  const double z = 1.0 / 16;
  const std::pair<const char*, double> cases[] = {
      {"euler", 1 - z},
      {"discrete", 1 - z},
      {"rk2", 1 - z + z * z / 2},
      {"rk4", 1 - z + z * z / 2 - z * z * z / 6 + z * z * z * z / 24}};
  for (const auto& [method, factor] : cases) {
    const auto output = simulate(load(with_method(kDecay, method)), {"x"});
    ASSERT_EQ(output.times.size(), 9u);
    EXPECT_EQ(output.times[3], 3);
    for (std::size_t k = 0; k < 9; ++k) {
      EXPECT_NEAR(output.series[0][k], std::pow(factor, 8.0 * static_cast<double>(k)), 1e-14)
          << method;
    }
  }
}

const char* const kOscillator = R"(model "oscillator"
time second from 0 to 10 step 0.1 save 0.1 method METHOD
parameter spring: 1/second^2 = 1.7
stock position: 1 = 0.3
    inflow motion
stock speed: 1/second = 1.1
    inflow pull
flow motion: 1/second = speed
flow pull: 1/second^2 = -(spring * position) - 0.05 [1/second] * speed
)";

using State = std::vector<double>;

template <class Stepper>
void expect_odeint(const std::string& method, Stepper stepper) {
  const auto output = simulate(load(with_method(kOscillator, method)), {"position", "speed"});
  ASSERT_FALSE(output.failure);
  const auto right_hand_side = [](const State& x, State& rates, double) {
    rates.resize(2);
    rates[0] = x[1];
    rates[1] = -(1.7 * x[0]) - 0.05 * x[1];
  };
  State x = {0.3, 1.1};
  for (std::size_t k = 0; k < output.times.size(); ++k) {
    ASSERT_EQ(output.times[k], 0.0 + static_cast<double>(k) * 0.1);
    ASSERT_EQ(output.series[0][k], x[0]) << method << " step " << k;
    ASSERT_EQ(output.series[1][k], x[1]) << method << " step " << k;
    stepper.do_step(right_hand_side, x, output.times[k], 0.1);
  }
}

// Oracle: Boost.Odeint, bit for bit.
TEST(ReferenceTest, EulerIsOdeints) {
  expect_odeint("euler", boost::numeric::odeint::euler<State>());
}

TEST(ReferenceTest, Rk4IsOdeints) {
  expect_odeint("rk4", boost::numeric::odeint::runge_kutta4<State>());
}

TEST(ReferenceTest, Rk2IsHeunsTableauInOdeint) {
  namespace odeint = boost::numeric::odeint;
  const boost::array<double, 1> a1 = {{1.0}};
  const boost::array<double, 2> b = {{0.5, 0.5}};
  const boost::array<double, 2> c = {{0.0, 1.0}};
  expect_odeint(
      "rk2", odeint::explicit_generic_rk<2, 2, State, double, State, double, odeint::range_algebra,
                                         odeint::default_operations, odeint::initially_resizer>(
                 boost::fusion::make_vector(a1), b, c));
}

TEST(ReferenceTest, TimeIsCountedNotAccumulated) {
  const auto output = simulate(load(R"(model "clock"
time week from 0 to 100 step 0.1 save 0.1 method euler
aux now: week = time
)"),
                               {"now"});
  ASSERT_EQ(output.times.size(), 1001u);
  for (std::size_t k = 0; k < output.times.size(); ++k) {
    ASSERT_EQ(output.series[0][k], static_cast<double>(k) * 0.1);
  }
}

TEST(ReferenceTest, ADelayFixedGivesBackItsInputStepsLater) {
  const auto output = simulate(load(R"(model "pipeline"
time week from 0 to 6 step 0.5 save 0.5 method euler
aux sent: 1 = time / 1 week
aux received: 1 = delay_fixed(sent, 2 week, -1)
)"),
                               {"sent", "received"});
  for (std::size_t k = 0; k < output.times.size(); ++k) {
    EXPECT_EQ(output.series[1][k], k < 4 ? -1 : output.times[k] - 2) << k;
  }
}

TEST(ReferenceTest, PreviousIsTheValueOneStepAgo) {
  const auto output = simulate(load(R"(model "previous"
time week from 0 to 3 step 0.5 save 0.5 method rk4
aux now: 1 = time / 1 week
aux before: 1 = previous(now, 7)
)"),
                               {"before"});
  for (std::size_t k = 0; k < output.times.size(); ++k) {
    EXPECT_EQ(output.series[0][k], k == 0 ? 7 : output.times[k] - 0.5);
  }
}

TEST(ReferenceTest, InitialIsKept) {
  const auto output = simulate(load(R"(model "initial"
time week from 0 to 3 step 1 save 1 method euler
stock x: 1 = 5
    inflow growth
flow growth: 1/week = 2 [1/week]
aux first: 1 = initial(x * 10)
)"),
                               {"x", "first"});
  EXPECT_EQ(output.series[0], (std::vector<double>{5, 7, 9, 11}));
  EXPECT_EQ(output.series[1], (std::vector<double>{50, 50, 50, 50}));
}

// step(1, 2.3) with steps of 1 switches on at the step whose middle lies after 2.3: the one from 2
// (2.5 > 2.3).
TEST(ReferenceTest, SwitchesFollowTheMidpointRule) {
  const auto output = simulate(load(R"(model "switch"
time week from 0 to 5 step 1 save 1 method rk4
stock x: 1 = 0
    inflow early
flow early: 1/week = step(1 [1/week], 2.3 week)
stock y: 1 = 0
    inflow late
flow late: 1/week = step(1 [1/week], 2.6 week)
)"),
                               {"x", "y"});
  const double expected[2][6] = {{0, 0, 0, 1, 2, 3}, {0, 0, 0, 0, 1, 2}};
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_NEAR(output.series[0][k], expected[0][k], 1e-14);
    EXPECT_NEAR(output.series[1][k], expected[1][k], 1e-14);
  }
}

TEST(ReferenceTest, AFailureNamesItsOperation) {
  const auto output = simulate(load(R"(model "failure"
time week from 0 to 5 step 1 save 1 method euler
stock x: 1 = 3
    outflow out
flow out: 1/week = 1 [1/week]
aux hidden: 1 = min(1 / x, 10)
)"),
                               {"hidden"});
  ASSERT_TRUE(output.failure);
  EXPECT_EQ(output.failure->message, "division by zero in the equation of 'hidden'");
  EXPECT_EQ(output.failure->time, 3);
  EXPECT_EQ(output.failure->place.source->slice(output.failure->place.span), "1 / x");
  ASSERT_EQ(output.failure->inputs.size(), 1u);
  EXPECT_EQ(output.failure->inputs[0].name, "x");
  EXPECT_EQ(output.failure->inputs[0].value, 0);
  EXPECT_EQ(output.times, (std::vector<double>{0, 1, 2}));
}

TEST(ReferenceTest, DrawsDependOnSeedAndSampleOnly) {
  const auto model = load(R"(model "noise"
time week from 0 to 10 step 1 save 1 method rk4
aux noise: 1 = normal(0, 1)
)");
  Input input;
  input.seed = 5;
  input.sample = 2;
  const auto a = simulate(model, {"noise"}, input);
  const auto b = simulate(model, {"noise"}, input);
  input.sample = 3;
  const auto c = simulate(model, {"noise"}, input);
  EXPECT_EQ(a.series, b.series);
  EXPECT_NE(a.series, c.series);
  EXPECT_NE(a.series[0][0], a.series[0][1]);
}

TEST(ReferenceTest, AdaptiveMethodsAreRefused) {
  const auto output = run(load(with_method(kDecay, "dopri5")), {});
  ASSERT_FALSE(output.has_value());
  EXPECT_EQ(output.diagnostics().entries().front().code, "E0901");
}

}  // namespace
}  // namespace slackwater::reference
