#include "translate/plain_operation.hpp"

namespace slackwater::program {

using model::Operator;

// Operators and operations of the same name.
// clang-format off
#define SLACKWATER_PLAIN_OPERATORS(X)                                                \
  X(negate) X(logical_not) X(abs) X(sqrt) X(exp) X(ln) X(log10) X(sin) X(cos) X(tan) \
  X(asin) X(acos) X(atan) X(tanh) X(logistic) X(floor) X(round) X(sign)              \
  X(add) X(subtract) X(multiply) X(divide) X(power) X(mod) X(minimum) X(maximum)     \
  X(less) X(less_equal) X(greater) X(greater_equal) X(equal) X(not_equal)            \
  X(logical_and) X(logical_or) X(select) X(safe_div)                                 \
  X(random_uniform) X(random_normal) X(random_lognormal) X(random_poisson)
// clang-format on

std::optional<Operation> plain_operation(Operator op) {
  switch (op) {
#define SLACKWATER_CASE(name) \
  case Operator::name:        \
    return Operation::name;
    SLACKWATER_PLAIN_OPERATORS(SLACKWATER_CASE)
#undef SLACKWATER_CASE
    default:
      return std::nullopt;
  }
}

}  // namespace slackwater::program
