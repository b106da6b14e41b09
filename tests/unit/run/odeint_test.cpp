// Fixed steps are Boost.Odeint's bit for bit: euler, explicit_generic_rk with Heun's tableau,
// runge_kutta4.
#include <gtest/gtest.h>

#define BOOST_UBLAS_NDEBUG
#include <boost/array.hpp>
#include <boost/fusion/container.hpp>
#include <boost/numeric/odeint/stepper/euler.hpp>
#include <boost/numeric/odeint/stepper/explicit_generic_rk.hpp>
#include <boost/numeric/odeint/stepper/rosenbrock4.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <cmath>
#include <vector>

#include "slackwater/program/math/scalar_functions.hpp"
#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

// Predator and prey in a season: nonlinear, and the time of every stage matters.
constexpr const char* kModel = R"(model "predator and prey"

time week from 1 to 21 step 0.1 save 0.1 method rk4

stock prey: 1 = 1.1
    inflow births
    outflow deaths

stock predators: 1 = 0.4
    inflow growth
    outflow losses

flow births: 1/week = 0.9 [1/week] * prey * (1 + 0.1 * sin(time / 1 [week]))

flow deaths: 1/week = 1.3 [1/week] * prey * predators

flow growth: 1/week = 0.7 [1/week] * prey * predators

flow losses: 1/week = 0.5 [1/week] * predators
)";

// The model's equations in its order of operations.
struct PredatorPrey {
  void operator()(const State& x, State& slope, double t) const {
    slope[0] = 0.9 * x[0] * (1 + 0.1 * program::math::sin(t / 1)) - 1.3 * x[0] * x[1];
    slope[1] = 0.7 * x[0] * x[1] - 0.5 * x[1];
  }
};

template <class Stepper>
void expect_same_bits(Stepper stepper, Method method) {
  Simulation simulation(kModel);
  simulation.settings.method = method;
  for (const Way& way : ways()) {
    const auto run = way.run(simulation);
    const auto prey = simulation.of(run, "prey");
    const auto predators = simulation.of(run, "predators");
    State x = {1.1, 0.4};
    for (std::size_t k = 0; k < prey.size(); ++k) {
      ASSERT_EQ(prey[k], x[0]) << "step " << k << ", " << name(method) << ", " << way.name;
      ASSERT_EQ(predators[k], x[1]) << "step " << k << ", " << name(method) << ", " << way.name;
      stepper.do_step(PredatorPrey(), x, 1 + static_cast<double>(k) * 0.1, 0.1);
    }
  }
}

TEST(OdeintTest, Euler) { expect_same_bits(odeint::euler<State>(), Method::euler); }

TEST(OdeintTest, RungeKutta4) { expect_same_bits(odeint::runge_kutta4<State>(), Method::rk4); }

TEST(OdeintTest, HeunsTableau) {
  using Stepper = odeint::explicit_generic_rk<2, 2, State>;
  const boost::array<double, 1> a1 = {{1.0}};
  const boost::array<double, 2> b = {{0.5, 0.5}};
  const boost::array<double, 2> c = {{0.0, 1.0}};
  expect_same_bits(Stepper(boost::fusion::make_vector(a1), b, c), Method::rk2);
}

// Source: Hairer and Wanner, Solving Ordinary Differential Equations II, IV.7: d_i is the sum of
// row i of the matrix whose inverse is diag(1/gamma) - C. docs/decisions/0009 says what follows.
TEST(OdeintTest, OneCoefficientOfRosenbrock4HasTheWrongSign) {
  const odeint::default_rosenbrock_coefficients<double> odeints;
  const double c[4][4] = {{0, 0, 0, 0},
                          {odeints.c21, 0, 0, 0},
                          {odeints.c31, odeints.c32, 0, 0},
                          {odeints.c41, odeints.c42, odeints.c43, 0}};
  // Row sums d solve (diag(1/gamma) - C) d = 1, a lower triangle.
  double d[4];
  for (int i = 0; i < 4; ++i) {
    double sum = 1;
    for (int j = 0; j < i; ++j) sum += c[i][j] * d[j];
    d[i] = sum * odeints.gamma;
  }
  EXPECT_NEAR(d[0], odeints.d1, 1e-14);
  EXPECT_NEAR(d[1], odeints.d2, 1e-14);
  EXPECT_NEAR(d[2], odeints.d3, 1e-14);
  EXPECT_NEAR(d[3], -0.3620000000000023e-01, 1e-14) << "what engine/run uses";
  EXPECT_NEAR(d[3], -odeints.d4, 1e-14) << "a newer Odeint may be right: drop our own coefficient";
}

}  // namespace
}  // namespace slackwater::run::test
