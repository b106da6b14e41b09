#include "adaptive/dopri5.hpp"

#define BOOST_UBLAS_NDEBUG
#include <algorithm>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <vector>

namespace slackwater::run {

namespace {

using Vector = std::vector<double>;

struct System {
  const RightHandSide* right_hand_side;
  void operator()(const Vector& state, Vector& derivative, double time) const {
    (*right_hand_side)(state.data(), time, derivative.data());
  }
};

}  // namespace

struct Dopri5::Parts {
  explicit Parts(std::size_t size)
      : state(size),
        derivative(size),
        next_state(size),
        next_derivative(size),
        error(size),
        between(size) {
    stepper.adjust_size(state);
  }
  boost::numeric::odeint::runge_kutta_dopri5<Vector> stepper;
  Vector state;
  Vector derivative;
  Vector next_state;
  Vector next_derivative;
  Vector error;
  Vector between;
};

Dopri5::Dopri5(std::size_t size) : parts_(std::make_unique<Parts>(size)) {}
Dopri5::Dopri5(Dopri5&&) noexcept = default;
Dopri5::~Dopri5() = default;

void Dopri5::restart(const RightHandSide& right_hand_side, double time, const double* state) {
  std::copy_n(state, parts_->state.size(), parts_->state.begin());
  right_hand_side(parts_->state.data(), time, parts_->derivative.data());
}

double Dopri5::attempt(const RightHandSide& right_hand_side, double time, double step,
                       Tolerances tolerances) {
  Parts& p = *parts_;
  p.stepper.do_step(System{&right_hand_side}, p.state, p.derivative, time, p.next_state,
                    p.next_derivative, step, p.error);
  return scaled_error(p.error.data(), p.state.data(), p.next_state.data(), p.state.size(),
                      tolerances);
}

// What was the state stays behind in `next_state`: dense output needs both ends of the step.
void Dopri5::accept() {
  parts_->state.swap(parts_->next_state);
  parts_->derivative.swap(parts_->next_derivative);
}

void Dopri5::interpolate(double time, double from, double to, double* state) const {
  Parts& p = *parts_;
  p.stepper.calc_state(time, p.between, p.next_state, p.next_derivative, from, p.state,
                       p.derivative, to);
  std::copy(p.between.begin(), p.between.end(), state);
}

const double* Dopri5::state() const { return parts_->state.data(); }
const double* Dopri5::derivative() const { return parts_->derivative.data(); }

}  // namespace slackwater::run
