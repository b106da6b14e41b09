#include "slackwater/program/scalar_operators.hpp"

namespace slackwater::program::scalar {

namespace {

double power(double a, double b) { return math::pow(a, b); }
double add(double a, double b) { return a + b; }
double subtract(double a, double b) { return a - b; }
double multiply(double a, double b) { return a * b; }
double divide(double a, double b) { return a / b; }

}  // namespace

double apply(Operation operation, double a, double b, double c) {
  switch (operation) {
    using enum Operation;
    case copy:
    case broadcast:
      return a;
    case negate:
      return -a;
    case logical_not:
      return truth(!is_true(a));
    case abs:
      return math::abs(a);
    case sqrt:
      return math::sqrt(a);
    case exp:
      return math::exp(a);
    case ln:
      return math::ln(a);
    case log10:
      return math::log10(a);
    case sin:
      return math::sin(a);
    case cos:
      return math::cos(a);
    case tan:
      return math::tan(a);
    case asin:
      return math::asin(a);
    case acos:
      return math::acos(a);
    case atan:
      return math::atan(a);
    case tanh:
      return math::tanh(a);
    case logistic:
      return math::logistic(a);
    case floor:
      return math::floor(a);
    case round:
      return math::round(a);
    case sign:
      return math::sign(a);

    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case minimum:
      return math::min(a, b);
    case maximum:
      return math::max(a, b);
    case less:
      return truth(a < b);
    case less_equal:
      return truth(a <= b);
    case greater:
      return truth(a > b);
    case greater_equal:
      return truth(a >= b);
    case equal:
      return truth(a == b);
    case not_equal:
      return truth(!(a == b));
    case Operation::power:
      return scalar::power(a, b);
    case mod:
      return math::mod(a, b);
    case logical_and:
      return truth(is_true(a) && is_true(b));
    case logical_or:
      return truth(is_true(a) || is_true(b));

    case select:
      return is_true(a) ? b : c;
    case safe_div:
      return math::safe_div(a, b, c);
    case Operation::pulse_train:
      return scalar::pulse_train(a, b, c);
    case Operation::given:
      return scalar::given(a, b);

#define SLACKWATER_PAIR(name, inner, outer, swapped) \
  case Operation::name:                              \
    return swapped ? scalar::outer(c, scalar::inner(a, b)) : scalar::outer(scalar::inner(a, b), c);
      SLACKWATER_PAIR_OPERATIONS(SLACKWATER_PAIR)
#undef SLACKWATER_PAIR

    case lookup:
    case series:
    case random_uniform:
    case random_normal:
    case random_lognormal:
    case random_poisson:
    case Operation::guard:
    case guard_if:
      break;
  }
  return std::nan("");
}

}  // namespace slackwater::program::scalar
