#include "adaptive/rosenbrock4.hpp"

#define BOOST_UBLAS_NDEBUG
#include <algorithm>
#include <boost/numeric/odeint/stepper/rosenbrock4.hpp>
#include <cmath>
#include <utility>
#include <vector>

namespace slackwater::run {

namespace {

namespace ublas = boost::numeric::ublas;
using Vector = ublas::vector<double>;
using Matrix = ublas::matrix<double>;

// Odeint 1.74 to 1.81 have d4 with the wrong sign, which spoils every problem that depends on time:
// x' = t is not integrated exactly. This is the coefficient of the program RODAS; held by
// AdaptiveTest.StopsAtEveryKink.
struct RodasCoefficients : boost::numeric::odeint::default_rosenbrock_coefficients<double> {
  const double d4 = -0.3620000000000023e-01;
};

constexpr double kRootOfRoundoff = 0x1p-26;
constexpr double kShareOfStep = 1e-4;

}  // namespace

struct Rosenbrock4::Parts {
  explicit Parts(std::size_t size)
      : state(size),
        derivative(size),
        next_state(size),
        error(size),
        moved(size),
        slope(size),
        far_slope(size),
        between(size) {
    stepper.adjust_size(state);
  }

  boost::numeric::odeint::rosenbrock4<double, RodasCoefficients> stepper;
  Vector state;
  Vector derivative;
  Vector next_state;
  Vector error;
  Vector moved;
  Vector slope;
  Vector far_slope;
  Vector between;

  // How far to move each stock: a share of its size that balances truncation and rounding, and at
  // least the same share of what it may change within the step, measured in tolerances, so that a
  // stock at zero is moved too. The method's order needs a good Jacobian; Newton's iterations, for
  // which wider moves are usual, do not.
  double least_move(const Vector& x, double step, Tolerances tolerances) const {
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      largest = std::max(largest, std::fabs(derivative[i]) / scale(x[i], tolerances));
    }
    return kRootOfRoundoff * step * largest;
  }
  static double scale(double value, Tolerances tolerances) {
    return tolerances.relative * std::fabs(value) + tolerances.absolute;
  }

  // Moves stock j and evaluates there: upwards, or downwards where a domain ends above, so that a
  // full stock under sqrt(capacity - stock) has a slope. Returns how far.
  double move(const RightHandSide& f, const Vector& x, std::size_t j, double time, double least) {
    const double far = std::max(kRootOfRoundoff * std::fabs(x[j]), least);
    for (const double way : {far, -far}) {
      moved[j] = x[j] + way;
      if (moved[j] == x[j]) return 0;
      if (f.try_at(moved.data().begin(), time, slope.data().begin())) return moved[j] - x[j];
    }
    moved[j] = x[j] + far;
    f(moved.data().begin(), time, slope.data().begin());
    return moved[j] - x[j];
  }

  void slopes(const RightHandSide& f, const Vector& x, double time, double step,
              Tolerances tolerances, Matrix& jacobian, Vector& by_time) {
    const std::size_t size = x.size();
    f(x.data().begin(), time, derivative.data().begin());
    const double least = least_move(x, step, tolerances);
    moved = x;
    for (std::size_t j = 0; j < size; ++j) {
      const double delta = move(f, x, j, time, least * scale(x[j], tolerances));
      if (delta == 0) {
        for (std::size_t i = 0; i < size; ++i) jacobian(i, j) = 0;
        continue;
      }
      for (std::size_t i = 0; i < size; ++i) jacobian(i, j) = (slope[i] - derivative[i]) / delta;
      moved[j] = x[j];
    }
    slope_by_time(f, x, time, step, by_time);
  }

  // To second order from points within the step, where nothing switches.
  void slope_by_time(const RightHandSide& f, const Vector& x, double time, double step,
                     Vector& by_time) {
    const double near = (time + kShareOfStep * step) - time;
    const double far = (time + 2 * kShareOfStep * step) - time;
    if (near == 0 || far == near) {
      std::fill(by_time.begin(), by_time.end(), 0.0);
      return;
    }
    f(x.data().begin(), time + near, slope.data().begin());
    f(x.data().begin(), time + far, far_slope.data().begin());
    for (std::size_t i = 0; i < x.size(); ++i) {
      by_time[i] = (slope[i] - derivative[i]) * (far / (near * (far - near))) -
                   (far_slope[i] - derivative[i]) * (near / (far * (far - near)));
    }
  }
};

Rosenbrock4::Rosenbrock4(std::size_t size) : parts_(std::make_unique<Parts>(size)) {}
Rosenbrock4::Rosenbrock4(Rosenbrock4&&) noexcept = default;
Rosenbrock4::~Rosenbrock4() = default;

void Rosenbrock4::restart(const RightHandSide& right_hand_side, double time, const double* state) {
  Parts& p = *parts_;
  std::copy_n(state, p.state.size(), p.state.begin());
  right_hand_side(state, time, p.derivative.data().begin());
}

double Rosenbrock4::attempt(const RightHandSide& right_hand_side, double time, double step,
                            Tolerances tolerances) {
  Parts& p = *parts_;
  const auto derivative = [&](const Vector& x, Vector& out, double t) {
    right_hand_side(x.data().begin(), t, out.data().begin());
  };
  const auto slopes = [&](const Vector& x, Matrix& jacobian, double t, Vector& by_time) {
    p.slopes(right_hand_side, x, t, step, tolerances, jacobian, by_time);
  };
  p.stepper.do_step(std::make_pair(derivative, slopes), p.state, time, p.next_state, step, p.error);
  return scaled_error(p.error.data().begin(), p.state.data().begin(), p.next_state.data().begin(),
                      p.state.size(), tolerances);
}

void Rosenbrock4::accept() {
  parts_->state.swap(parts_->next_state);
  parts_->stepper.prepare_dense_output();
}

void Rosenbrock4::interpolate(double time, double from, double to, double* state) const {
  Parts& p = *parts_;
  p.stepper.calc_state(time, p.between, p.next_state, from, p.state, to);
  std::copy(p.between.begin(), p.between.end(), state);
}

const double* Rosenbrock4::state() const { return parts_->state.data().begin(); }
const double* Rosenbrock4::derivative() const { return parts_->derivative.data().begin(); }

}  // namespace slackwater::run
