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

// Unit roundoff times the floor of the size, as RODAS has them.
double difference_step(double value) {
  return std::sqrt(0x1p-53 * std::max(1e-5, std::fabs(value)));
}

}  // namespace

struct Rosenbrock4::Parts {
  explicit Parts(std::size_t size)
      : state(size), derivative(size), next_state(size), error(size), moved(size), slope(size),
        between(size) {
    stepper.adjust_size(state);
  }

  boost::numeric::odeint::rosenbrock4<double> stepper;
  Vector state;
  Vector derivative;
  Vector next_state;
  Vector error;
  Vector moved;
  Vector slope;
  mutable Vector between;
  double stretch_end = 0;

  void slopes(const RightHandSide& f, const Vector& x, double time, Matrix& jacobian,
              Vector& by_time) {
    const std::size_t size = x.size();
    f(x.data().begin(), time, derivative.data().begin());
    moved = x;
    for (std::size_t j = 0; j < size; ++j) {
      moved[j] = x[j] + difference_step(x[j]);
      const double delta = moved[j] - x[j];
      f(moved.data().begin(), time, slope.data().begin());
      for (std::size_t i = 0; i < size; ++i) jacobian(i, j) = (slope[i] - derivative[i]) / delta;
      moved[j] = x[j];
    }
    double later = time + difference_step(time);
    if (later > stretch_end) later = time - difference_step(time);
    f(x.data().begin(), later, slope.data().begin());
    const double delta = later - time;
    for (std::size_t i = 0; i < size; ++i) by_time[i] = (slope[i] - derivative[i]) / delta;
  }
};

Rosenbrock4::Rosenbrock4(std::size_t size) : parts_(std::make_unique<Parts>(size)) {}
Rosenbrock4::Rosenbrock4(Rosenbrock4&&) noexcept = default;
Rosenbrock4::~Rosenbrock4() = default;

void Rosenbrock4::restart(const RightHandSide& right_hand_side, double time, const double* state,
                          double stretch_end) {
  Parts& p = *parts_;
  p.stretch_end = stretch_end;
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
    p.slopes(right_hand_side, x, t, jacobian, by_time);
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
