#pragma once

#include <cstdint>

/// The fixed-step methods, in the one order of operations that every path follows.
///
/// With a state x, a step h from t = T(k), and slopes ki (net flows), every sum is taken from left
/// to right and every coefficient is multiplied with h first, as Boost.Odeint's `euler` and
/// `explicit_generic_rk` do:
///
///   euler, discrete   k1 = f(t, x)
///                     x' = x + h * k1
///   rk2 (Heun)        k1 = f(t, x);  k2 = f(t + h, x + h * k1)
///                     x' = x + (1/2 * h) * k1 + (1/2 * h) * k2
///   rk4 (classical)   k1 = f(t, x)
///                     k2 = f(t + 1/2 * h, x + (1/2 * h) * k1)
///                     k3 = f(t + 1/2 * h, x + (1/2 * h) * k2)
///                     k4 = f(t + h, x + h * k3)
///                     x' = x + (1/6 * h) * k1 + (1/3 * h) * k2 + (1/3 * h) * k3 + (1/6 * h) * k4
///
/// Odeint adds the terms whose coefficient is 0 too; left out here, they could only change the sign
/// of a zero. The net flow is the sum of inflows minus outflows in the order of the text: start
/// with the first inflow (0 when there is none), add the other inflows, subtract the outflows. A
/// stage's state that is not finite ends the run, like a new state that is not. Source:
/// Boost.Odeint 1.74, stepper/detail/generic_rk_algorithm.hpp and algebra/default_operations.hpp.
namespace slackwater::program {

/// T(k): counted, never accumulated.
inline double step_time(double start, double step, std::uint64_t k) {
  return start + static_cast<double>(k) * step;
}

/// How far into the step switches in time are decided.
inline double decide_time(double time, double step) { return time + 0.5 * step; }

struct Rk2Factors {
  explicit Rk2Factors(double h) : half(0.5 * h) {}
  double half;
};

struct Rk4Factors {
  explicit Rk4Factors(double h) : half(0.5 * h), sixth((1.0 / 6.0) * h), third((1.0 / 3.0) * h) {}
  double half;
  double sixth;
  double third;
};

inline double advance_euler(double x, double h, double k1) { return x + h * k1; }

inline double advance_rk2(double x, const Rk2Factors& f, double k1, double k2) {
  return x + f.half * k1 + f.half * k2;
}

inline double advance_rk4(double x, const Rk4Factors& f, double k1, double k2, double k3,
                          double k4) {
  return x + f.sixth * k1 + f.third * k2 + f.third * k3 + f.sixth * k4;
}

}  // namespace slackwater::program
